using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Spade.Documents.Documents;
using Spade.Jobs.Schema;

namespace Spade.Documents.Retention;

/// <summary>Removes documents after <see cref="DocumentOptions.Retention"/>, every ten minutes; without that option it does nothing. The
/// first round comes after the first ten minutes, to keep the start fast.</summary>
internal sealed partial class DocumentRetention(
    DocumentRemoval removal, SchemaGate gate, IOptions<DocumentOptions> options, IMeterFactory meters, TimeProvider time,
    ILogger<DocumentRetention> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private readonly Counter<long> _removed = meters.Create(DocumentsTelemetry.Name).CreateCounter<long>(
        "spade.documents.removed", "{document}", "Documents removed because they had been kept long enough.");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Retention is not { } retention)
            return;
        try
        {
            await gate.WaitAsync(stoppingToken);
            using var timer = new PeriodicTimer(Interval, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryRemoveAsync(retention, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A batch that was cut is rolled back, and the next round finds it again.
        }
    }

    private async Task TryRemoveAsync(TimeSpan retention, CancellationToken cancellationToken)
    {
        try
        {
            int total = 0, removed;
            bool mayBeMore;
            do
            {
                (removed, mayBeMore) = await removal.RemoveBatchAsync(retention, cancellationToken);
                _removed.Add(removed);
                total += removed;
            }
            while (mayBeMore);
            if (total > 0)
                Log.Removed(logger, total, retention);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Auxiliary: its failure must not end the service.
            Log.NotRemoved(logger, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3201, LogLevel.Information, "{Count} documents that ended more than {Retention} ago were removed")]
        public static partial void Removed(ILogger logger, int count, TimeSpan retention);

        [LoggerMessage(3202, LogLevel.Warning, "Old documents cannot be removed now; the next round will: {Reason}")]
        public static partial void NotRemoved(ILogger logger, string reason);
    }
}
