using System.Globalization;
using Aspire.Hosting.Run.Processes;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Storage;

/// <summary>One AppHost at a time in one clone. The kernel lets go of the lock when the process ends, however it does.</summary>
internal sealed partial class ApplicationLock(TimeProvider clock, ILogger<ApplicationLock> logger) : IDisposable
{
    /// <summary>A guard allows PostgreSQL 10 s before it kills; then it has nothing left to wait for.</summary>
    private static readonly TimeSpan GuardLimit = TimeSpan.FromSeconds(20);

    private FileStream? _lock;
    private string _word = "";

    /// <summary>Takes the lock, then waits until the guard of an AppHost that was killed has done its work.</summary>
    internal async Task TakeAsync(ApplicationFolder folder, CancellationToken cancellationToken)
    {
        var run = folder.CreateFolder("run");
        // Beside the locked file: .NET would want a lock for reading that one, too.
        _word = Path.Combine(run, "apphost");
        try
        {
            _lock = new FileStream(Path.Combine(run, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            var holder = await ReadWordAsync(cancellationToken) is [var id, ..] ? $" (process {id})" : "";
            throw new DistributedApplicationException(
                $"This application already runs{holder}: stop that first, or keep this one's data elsewhere with --{ApplicationFolder.ConfigurationKey} <folder> (not {folder.FullPath}).");
        }

        await WaitForGuardAsync(await ReadWordAsync(cancellationToken), cancellationToken);
    }

    /// <summary>Leaves word of this AppHost and its guard for others.</summary>
    internal Task LeaveWordAsync(int guardId, CancellationToken cancellationToken) => File.WriteAllTextAsync(
        _word,
        string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {guardId} {ProcessStat.Read(guardId)?.StartTime}"),
        cancellationToken);

    public void Dispose() => _lock?.Dispose();

    private async Task<string[]> ReadWordAsync(CancellationToken cancellationToken) => File.Exists(_word)
        ? (await File.ReadAllTextAsync(_word, cancellationToken)).Split(' ', StringSplitOptions.RemoveEmptyEntries)
        : [];

    private async Task WaitForGuardAsync(string[] word, CancellationToken cancellationToken)
    {
        if (word is not [_, var id, var start]
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

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "An earlier run was killed; waiting until what it left has been ended.")]
        internal static partial void CleaningUp(ILogger logger);
    }
}
