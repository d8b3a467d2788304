using System.Globalization;
using Aspire.Hosting.Run.Processes;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Run.Postgres;

/// <summary>A server that still runs on the data folder although nobody looks after it: its AppHost and the guard were both killed, or
/// somebody restarted it by hand.</summary>
internal static partial class LeftOverServer
{
    private static readonly TimeSpan FastLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ImmediateLimit = TimeSpan.FromSeconds(5);

    /// <summary>Stops it, then removes its pid file: the number in there may be some other process's by now, which would keep PostgreSQL from
    /// starting. Only safe while this AppHost holds the application's lock.</summary>
    internal static async Task StopAsync(string dataFolder, TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        var pidFile = Path.Combine(dataFolder, "postmaster.pid");
        foreach (var (signal, limit) in new[] { (Signals.Interrupt, FastLimit), (Signals.Quit, ImmediateLimit), (Signals.Kill, ImmediateLimit) })
        {
            var running = Find(dataFolder);
            if (running.Count == 0)
                break;
            // A fast shutdown is the first process's business; it ends the others. When it is gone they are told themselves.
            var first = running.Contains(FirstProcess(pidFile)) ? [FirstProcess(pidFile)] : running;
            Log.Stopping(logger, first[0]);
            foreach (var id in signal == Signals.Kill ? running : first)
                Signals.Send(id, signal);
            await WaitAsync(dataFolder, limit, clock, cancellationToken);
        }

        File.Delete(pidFile);
    }

    private static async Task WaitAsync(string dataFolder, TimeSpan limit, TimeProvider clock, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (Find(dataFolder).Count != 0 && clock.GetElapsedTime(began) < limit)
            await Task.Delay(TimeSpan.FromMilliseconds(50), clock, cancellationToken);
    }

    /// <summary>Every process of a server works in its data folder.</summary>
    private static List<int> Find(string dataFolder) =>
        [.. ProcessStat.All().Where(process => !process.HasEnded && WorkingFolder(process.Id) == dataFolder).Select(process => process.Id)];

    private static string? WorkingFolder(int id)
    {
        try
        {
            return new FileInfo(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/cwd")).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int FirstProcess(string pidFile) =>
        File.Exists(pidFile) && int.TryParse(File.ReadLines(pidFile).FirstOrDefault(), CultureInfo.InvariantCulture, out var id) ? id : -1;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "stopping a server, process {ProcessId}, that nobody looks after")]
        internal static partial void Stopping(ILogger logger, int processId);
    }
}
