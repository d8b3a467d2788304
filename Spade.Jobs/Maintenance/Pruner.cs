using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Spade.Jobs.Configuration;
using Spade.Jobs.Postgres;
using Spade.Jobs.Schema;
using Spade.Jobs.Timing;

namespace Spade.Jobs.Maintenance;

/// <summary>Removes finished jobs after their retention, in small batches to keep transactions short.</summary>
internal sealed partial class Pruner(
    NpgsqlDataSource database, TimeProvider time, IOptions<JobsOptions> options, ILogger<Pruner> logger) : IBackgroundPart
{
    private const int BatchSize = 1000;

    /// <summary>Prunes once per interval until cancelled, and never fails. The first round comes after the first interval, to keep the
    /// start fast.</summary>
    public async Task RunAsync(CancellationToken ended)
    {
        using var timer = new PeriodicTimer(options.Value.PruneInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
                await TryPruneAsync(ended);
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
    }

    /// <summary>Ends after the current, short statement when cancelled.</summary>
    /// <returns>Number of removed jobs.</returns>
    public async Task<int> PruneAsync(CancellationToken cancellationToken)
    {
        var age = options.Value.Retention.TotalMilliseconds;
        var total = 0;
        int removed;
        do
        {
            removed = await PruneBatchAsync(age);
            total += removed;
        }
        while (removed == BatchSize && !cancellationToken.IsCancellationRequested);
        await using var connection = await database.OpenConnectionAsync(CancellationToken.None);
        await using var nodes = connection.Command(NodeSql.PruneNodes).With(age);
        await nodes.ExecuteNonQueryAsync(CancellationToken.None);
        return total;
    }

    private async Task<int> PruneBatchAsync(double age)
    {
        await using var connection = await database.OpenConnectionAsync(CancellationToken.None);
        await using var command = connection.Command(JobSql.Prune).With(age).With(BatchSize);
        return await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private async Task TryPruneAsync(CancellationToken cancellationToken)
    {
        try
        {
            var removed = await PruneAsync(cancellationToken);
            if (removed > 0)
                Log.Pruned(logger, removed, options.Value.Retention);
        }
        catch (Exception exception)
        {
            Log.NotPruned(logger, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1601, LogLevel.Information, "{Count} finished jobs older than {Retention} were pruned")]
        public static partial void Pruned(ILogger logger, int count, TimeSpan retention);

        [LoggerMessage(1602, LogLevel.Warning, "Finished jobs cannot be pruned now; the next round will: {Reason}")]
        public static partial void NotPruned(ILogger logger, string reason);
    }
}
