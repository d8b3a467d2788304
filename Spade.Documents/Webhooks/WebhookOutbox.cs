using Microsoft.Extensions.Options;
using Npgsql;
using Spade.Jobs.Client;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Webhooks;

/// <summary>Adds the jobs that deliver events. The events themselves are written by the trigger <c>documents_ended</c>, in the transaction
/// that ends the document. So an event exists exactly when its document has ended, whatever is killed when and whichever version ends
/// it.</summary>
public sealed class WebhookOutbox(JobClient jobs, IOptions<WebhookOptions> options)
{
    /// <summary>Adds the jobs of a document's events, in the transaction that ends it.</summary>
    /// <returns>True when there is one; call <see cref="Wake"/> after the commit.</returns>
    internal async Task<bool> AddJobsAsync(string documentId, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var find = transaction.Command(DeliverySql.OfDocument).WithText(documentId);
        return await AddJobsAsync(find, TimeSpan.Zero, transaction, cancellationToken) > 0;
    }

    /// <summary>Adds another job for the delivery of one that fails. It starts after the longest wait between two attempts.</summary>
    /// <returns>False when so many workers were killed in attempts of it that it may be the event that kills them.</returns>
    public async Task<bool> ContinueAsync(NpgsqlTransaction transaction, Guid failedJob, CancellationToken cancellationToken)
    {
        await using var find = transaction.Command(DeliverySql.OfJob).With(failedJob);
        return await AddJobsAsync(find, options.Value.RetryDelayMax, transaction, cancellationToken) > 0;
    }

    /// <summary>Adds jobs for those of these deliveries, whose rows the transaction has locked, that are pending and have none.</summary>
    /// <returns>How many.</returns>
    internal async Task<int> AddMissingJobsAsync(
        Guid[] deliveries, TimeSpan startAfter, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var find = transaction.Command(DeliverySql.StillWithoutJob).With(deliveries);
        return await AddJobsAsync(find, startAfter, transaction, cancellationToken);
    }

    /// <summary>Wakes a worker after the commit. Without it one finds the job at its next poll. Never blocks and never throws.</summary>
    public void Wake() => jobs.Wake(DeliverWebhook.Queue);

    private async Task<int> AddJobsAsync(
        NpgsqlCommand find, TimeSpan startAfter, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection!, transaction);
        var added = 0;
        await using (var reader = await find.ExecuteReaderAsync(cancellationToken))
        {
            for (; await reader.ReadAsync(cancellationToken); added++)
                AddJob(batch, reader.GetGuid(0), reader.GetString(1), startAfter);
        }

        if (added > 0)
            await batch.ExecuteNonQueryAsync(cancellationToken);
        return added;
    }

    private void AddJob(NpgsqlBatch batch, Guid delivery, string tenant, TimeSpan startAfter)
    {
        var job = jobs.Enqueue(
            DeliverWebhook.Queue, new DeliverWebhook(delivery), options.Value.JobOf(tenant) with { StartAfter = startAfter }, batch);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(DeliverySql.SetJob).With(delivery).With(job));
    }
}
