using System.ComponentModel;
using System.Diagnostics;

namespace Spade.Worker.Processes;

/// <summary>Ends the child processes that a killed worker left behind: they would use cores for a result that is never read.</summary>
internal sealed partial class OrphanedProcesses(ILogger<OrphanedProcesses> logger)
{
    /// <summary>Looks once at every process that this user may look at.</summary>
    public void End()
    {
        foreach (var id in ProcFile.ProcessIds())
        {
            if (ProcFile.EnvironmentVariable(id, ProcessOwner.Variable) is { } text
                && ProcessOwner.Parse(text) is { IsAlive: false } owner)
                End(id, owner);
        }
    }

    private void End(int id, ProcessOwner owner)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            Log.Ended(logger, id, owner.ProcessId);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It has just ended by itself, or belongs to another user.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4011, LogLevel.Information, "Ended process {ProcessId}, left behind by worker process {OwnerId}")]
        public static partial void Ended(ILogger logger, int processId, int ownerId);
    }
}
