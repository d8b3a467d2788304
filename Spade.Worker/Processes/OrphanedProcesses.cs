using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Spade.Worker.Processes;

/// <summary>Ends the children that a killed worker left behind: they would compute for nobody, on cores that are counted on.</summary>
internal sealed partial class OrphanedProcesses(ILogger<OrphanedProcesses> logger)
{
    /// <summary>Looks once at every process that this user may look at.</summary>
    public void End()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && OwnerOf(folder) is { IsAlive: false } owner)
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
            // It ended by itself in this moment, or belongs to another user.
        }
    }

    private static ProcessOwner? OwnerOf(string folder)
    {
        try
        {
            var environment = Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, "environ")));
            var entry = environment.Split('\0').FirstOrDefault(entry => entry.StartsWith(ProcessOwner.Variable + '=', StringComparison.Ordinal));
            return entry is null ? null : ProcessOwner.Parse(entry[(ProcessOwner.Variable.Length + 1)..]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4011, LogLevel.Information, "Ended process {ProcessId}, left behind by worker process {OwnerId}")]
        public static partial void Ended(ILogger logger, int processId, int ownerId);
    }
}
