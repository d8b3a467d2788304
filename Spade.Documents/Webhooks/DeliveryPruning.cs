using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Spade.Jobs.Postgres;
using Spade.Jobs.Schema;

namespace Spade.Documents.Webhooks;

/// <summary>Removes deliveries from the log after <see cref="WebhookOptions.LogRetention"/>, every ten minutes. Any number of processes may
/// do it side by side.</summary>
internal sealed partial class DeliveryPruning(
    NpgsqlDataSource database, SchemaGate gate, IOptions<WebhookOptions> options, TimeProvider time, ILogger<DeliveryPruning> logger)
    : BackgroundService
{
    /// <summary>Most deliveries in one statement.</summary>
    internal const int MostDeliveries = 1000;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>Removes what is old enough.</summary>
    internal async Task PruneAsync(CancellationToken cancellationToken)
    {
        var age = options.Value.LogRetention;
        int removed;
        do
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var command = connection.Command(DeliverySql.Prune)
                .With(Oldest(age)).With(age.TotalMilliseconds).With(MostDeliveries);
            removed = await command.ExecuteNonQueryAsync(cancellationToken);
        }
        while (removed == MostDeliveries);
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

    /// <summary>The lowest id of the time from which on deliveries stay.</summary>
    private Guid Oldest(TimeSpan age)
    {
        var now = time.GetUtcNow();
        var bytes = Guid.CreateVersion7(now - DateTimeOffset.UnixEpoch < age ? DateTimeOffset.UnixEpoch : now - age)
            .ToByteArray(bigEndian: true);
        // The first six bytes are the time, the others are random.
        bytes.AsSpan(6).Clear();
        return new Guid(bytes, bigEndian: true);
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
        [LoggerMessage(3401, LogLevel.Warning, "Old deliveries cannot be removed now; the next round will: {Reason}")]
        public static partial void NotPruned(ILogger logger, string reason);
    }
}
