using System.Data.Common;
using OpenTelemetry;
using Spade.Shutdown.Progress;

namespace Spade.Api.Operations;

/// <summary>Reads the database for <see cref="OperationsMetrics"/>, and only while somebody exports them.</summary>
internal sealed partial class OperationsWatch(
    OperationsStore store, OperationsMetrics metrics, TimeProvider time, ILogger<OperationsWatch> logger) : BackgroundService
{
    /// <summary>Shorter than the usual intervals of scraping. The statements read unfinished jobs and a few rows of the ledger.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    /// <summary>Time left for a reading when the service begins to stop.</summary>
    private static readonly TimeSpan LastReadLimit = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not traced: each reading would be a trace of its own.
        using var quiet = SuppressInstrumentationScope.Begin();
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            do
            {
                if (metrics.IsWatched)
                    await ReadAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service is stopping, and its replicas report the same.
        }
    }

    private async Task ReadAsync(CancellationToken stoppingToken)
    {
        using var late = new LateToken(LastReadLimit, time, stoppingToken);
        try
        {
            metrics.Show(await store.ReadAsync(late.Token));
        }
        catch (DbException exception)
        {
            // Old numbers would look like a queue that stands still. The health check says that the database is away.
            metrics.Show(OperationsReading.None);
            Log.Unread(logger, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2601, LogLevel.Debug, "The backlog and the ended processes cannot be read now: {Reason}")]
        public static partial void Unread(ILogger logger, string reason);
    }
}
