using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Spade.Jobs.Postgres;
using Spade.Jobs.Schema;

namespace Spade.Documents.Webhooks;

/// <summary>Finds what the end of a document or of a job has left undone, so that no event is lost. Any number of processes may do it side
/// by side.</summary>
/// <remarks>
/// <para>Deliveries that never had a job: a service of a version before webhooks ended the document, so the trigger wrote the event and
/// nobody added a job. They are looked for every five seconds, by an index that has no such entry at other times.</para>
/// <para>Deliveries and documents whose job failed and could not record that. They are looked for at the start and every ten minutes,
/// because everything that is unfinished is read.</para>
/// </remarks>
internal sealed partial class OutboxSweep(
    NpgsqlDataSource database, WebhookOutbox outbox, SchemaGate gate, IOptions<WebhookOptions> options, TimeProvider time,
    ILogger<OutboxSweep> logger) : BackgroundService
{
    /// <summary>Most rows in one transaction.</summary>
    internal const int MostRows = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Rounds from one look for ended jobs to the next.</summary>
    private const int RoundsPerLongLook = 120;

    /// <summary>Adds the jobs that are missing.</summary>
    /// <param name="withEnded">True to look also for deliveries and documents whose job has ended without them.</param>
    /// <param name="cancellationToken">Cancels the statements; what was not committed is left to the next round.</param>
    internal async Task SweepAsync(bool withEnded, CancellationToken cancellationToken)
    {
        await SweepAsync(DeliverySql.WithoutJob, TimeSpan.Zero, cancellationToken);
        if (!withEnded)
            return;
        // Later, so that an event that kills its workers does not do so at their start again.
        await SweepAsync(DeliverySql.WithEndedJob, options.Value.RetryDelayMax, cancellationToken);
        await FailLeftBehindAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await gate.WaitAsync(stoppingToken);
            using var timer = new PeriodicTimer(Interval, time);
            var round = 0;
            do
                await TrySweepAsync(round++ % RoundsPerLongLook == 0, stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A transaction that was cut is rolled back, and the next round finds its deliveries again.
        }
    }

    private async Task SweepAsync(string find, TimeSpan startAfter, CancellationToken cancellationToken)
    {
        int found;
        do
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var deliveries = await HoldAsync(transaction.Command(find).With(MostRows), cancellationToken);
            found = deliveries.Length;
            if (found == 0)
                return;
            var added = await outbox.AddMissingJobsAsync(deliveries, startAfter, transaction, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            if (added == 0)
                continue;
            Log.Added(logger, added);
            outbox.Wake();
        }
        while (found == MostRows);
    }

    /// <summary>Their events have no job yet, and get one in the next round.</summary>
    private async Task FailLeftBehindAsync(CancellationToken cancellationToken)
    {
        int failed;
        do
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var command = connection.Command(DocumentEndSql.FailLeftBehind).With(MostRows);
            failed = await command.ExecuteNonQueryAsync(cancellationToken);
            if (failed > 0)
                Log.Failed(logger, failed);
        }
        while (failed == MostRows);
    }

    private static async Task<Guid[]> HoldAsync(NpgsqlCommand find, CancellationToken cancellationToken)
    {
        await using (find)
        {
            await using var reader = await find.ExecuteReaderAsync(cancellationToken);
            var found = new List<Guid>();
            while (await reader.ReadAsync(cancellationToken))
                found.Add(reader.GetGuid(0));
            return [.. found];
        }
    }

    private async Task TrySweepAsync(bool withEnded, CancellationToken cancellationToken)
    {
        try
        {
            await SweepAsync(withEnded, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The next round comes anyway: a failure must not end the service.
            Log.NotSwept(logger, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3402, LogLevel.Information, "{Count} webhook(s) that had no job have one now")]
        public static partial void Added(ILogger logger, int count);

        [LoggerMessage(3404, LogLevel.Warning,
            "{Count} document(s) have failed: their jobs had failed before, and could not record it")]
        public static partial void Failed(ILogger logger, int count);

        [LoggerMessage(3403, LogLevel.Warning, "Webhooks without a job cannot be looked for now; the next round does so: {Reason}")]
        public static partial void NotSwept(ILogger logger, string reason);
    }
}
