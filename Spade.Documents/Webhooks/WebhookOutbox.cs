using Microsoft.Extensions.Options;
using Npgsql;
using Spade.Jobs.Client;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Webhooks;

/// <summary>Adds the event of a document's end, and the jobs that deliver it, to the transaction that ends the document. So an event exists
/// exactly when its document has ended, whatever is killed when.</summary>
public sealed class WebhookOutbox(JobClient jobs, IOptions<WebhookOptions> options)
{
    /// <summary>$1 delivery, $2 tenant, $3 document, $4 type of the event, $5 receiver, $6 body, $7 job.</summary>
    private const string Insert =
        """
        INSERT INTO webhook_deliveries (id, tenant, document_id, type, url, payload, job_id) VALUES ($1, $2, $3, $4, $5, $6, $7)
        """;

    /// <summary>Adds a delivery for each receiver: the upload's and the tenant's.</summary>
    /// <returns>True when there is one; call <see cref="Wake"/> after the commit.</returns>
    internal async Task<bool> AddAsync(DocumentEnd end, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection!, transaction);
        EventBody? body = null;
        foreach (var url in end.Receivers)
        {
            body ??= EventBody.Of(end);
            // Version 7 ids grow with time, so the log can be read and pruned in their order.
            var delivery = Guid.CreateVersion7();
            var job = jobs.Enqueue(DeliverWebhook.Queue, new DeliverWebhook(delivery), options.Value.JobOf(end.Tenant), batch);
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Insert)
                .With(delivery).WithText(end.Tenant).WithText(end.DocumentId).WithText(body.Type).WithText(url).WithText(body.ToJson())
                .With(job));
        }

        if (body is null)
            return false;
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return true;
    }

    /// <summary>Wakes a worker after the commit. Without it one finds the job at its next poll. Never blocks and never throws.</summary>
    public void Wake() => jobs.Wake(DeliverWebhook.Queue);
}
