using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Spade.Jobs.Postgres;
using Spade.Jobs.Schema;

namespace Spade.Documents.Tenants;

/// <summary>Removes what tenants have used on days long ago, every hour. Quotas need the present day only; the others are for an operator
/// who looks back over a year. Any number of processes may do it side by side.</summary>
internal sealed partial class UsagePruning(
    NpgsqlDataSource database, SchemaGate gate, TimeProvider time, ILogger<UsagePruning> logger) : BackgroundService
{
    /// <summary>A year, and a month to look at it.</summary>
    internal const int KeptDays = 400;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Removes what is old enough.</summary>
    internal async Task PruneAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(TenantSql.PruneUsage).With(KeptDays);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await gate.WaitAsync(stoppingToken);
            using var timer = new PeriodicTimer(Interval, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryPruneAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A statement that was cut is rolled back, and the next round finds its rows again.
        }
    }

    private async Task TryPruneAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PruneAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Auxiliary: its failure must not end the service.
            Log.NotPruned(logger, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3501, LogLevel.Warning, "Old days of tenants' use cannot be removed now; the next round will: {Reason}")]
        public static partial void NotPruned(ILogger logger, string reason);
    }
}
