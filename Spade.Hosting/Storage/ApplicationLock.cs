using System.Globalization;
using Aspire.Hosting.Run.Processes;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Storage;

/// <summary>One AppHost at a time in one clone. The kernel lets go of the lock when the process ends, however it does.</summary>
internal sealed partial class ApplicationLock(TimeProvider clock, ILogger<ApplicationLock> logger) : IDisposable
{
    /// <summary>A guard allows PostgreSQL 10 s before it kills; then it has nothing left to wait for.</summary>
    private static readonly TimeSpan GuardLimit = TimeSpan.FromSeconds(20);

    private FileStream? _file;

    /// <summary>Takes the lock, then waits until the guard of an AppHost that was killed has done its work.</summary>
    internal async Task TakeAsync(ApplicationFolder folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder.CreateFolder("run"), "lock");
        try
        {
            _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new DistributedApplicationException(
                $"This application already runs here{HolderOf(path)}: stop that AppHost first, or set {ApplicationFolder.ConfigurationKey} to another folder than {folder.FullPath}.");
        }

        using var reader = new StreamReader(_file, leaveOpen: true);
        await WaitForGuardAsync(await reader.ReadToEndAsync(cancellationToken), cancellationToken);
        await WriteAsync("", cancellationToken);
    }

    /// <summary>Leaves word of this AppHost and its guard for the next.</summary>
    internal Task LeaveWordAsync(int guardId, CancellationToken cancellationToken) => WriteAsync(
        string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {guardId} {ProcessStat.Read(guardId)?.StartTime}"), cancellationToken);

    public void Dispose() => _file?.Dispose();

    private async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        _file!.SetLength(0);
        await using var writer = new StreamWriter(_file, leaveOpen: true);
        await writer.WriteAsync(text.AsMemory(), cancellationToken);
        await writer.FlushAsync(cancellationToken);
    }

    private async Task WaitForGuardAsync(string word, CancellationToken cancellationToken)
    {
        if (word.Split(' ') is not [_, var id, var start]
            || !int.TryParse(id, CultureInfo.InvariantCulture, out var guardId)
            || !long.TryParse(start, CultureInfo.InvariantCulture, out var startTime)
            || !Lives(guardId, startTime))
        {
            return;
        }

        Log.CleaningUp(logger);
        using var limit = new CancellationTokenSource(GuardLimit, clock);
        while (Lives(guardId, startTime) && !limit.IsCancellationRequested)
            await Task.Delay(TimeSpan.FromMilliseconds(50), clock, cancellationToken);
    }

    private static bool Lives(int id, long startTime) => ProcessStat.Read(id) is { HasEnded: false } process && process.StartTime == startTime;

    private static string HolderOf(string path)
    {
        // Sharing everything asks for no lock, so the file can be read while it is locked.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Split(' ')[0] is { Length: > 0 } id ? $" (process {id})" : "";
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "An earlier run was killed; waiting until what it left has been ended.")]
        internal static partial void CleaningUp(ILogger logger);
    }
}
