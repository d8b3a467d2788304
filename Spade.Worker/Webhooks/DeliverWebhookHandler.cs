using Npgsql;
using Spade.Documents.Webhooks;
using Spade.Jobs.Handlers;

namespace Spade.Worker.Webhooks;

/// <summary>Sends one event to its receiver: at least once, and again until the receiver has answered with success or the retries are used
/// up. The delivery and its job end together.</summary>
internal sealed partial class DeliverWebhookHandler(
    DeliveryRecords deliveries, WebhookSender sender, WebhookOutbox outbox, ILogger<DeliverWebhookHandler> logger)
    : IJobHandler<DeliverWebhook>
{
    public async Task<JobOutcome> RunAsync(JobContext<DeliverWebhook> job, CancellationToken cancellationToken)
    {
        var id = job.Payload.DeliveryId;
        if (await deliveries.FindAsync(id, cancellationToken) is not { } outgoing)
            return new JobOutcome.Completed();
        var number = 0;
        // No checkpoint: an event that kills its worker has made no progress by being tried, and belongs in quarantine.
        await job.WriteAsync(
            async (transaction, token) => number = await DeliveryRecords.BeginAsync(transaction, id, token), cancellationToken);
        DeliveryAttempt attempt;
        using (job.Step("waiting for the receiver"))
            attempt = await sender.SendAsync(outgoing, cancellationToken);
        if (attempt.Error is not { } error)
        {
            Log.Delivered(logger, id, outgoing.Tenant, outgoing.Url.Host, number);
            return new JobOutcome.Completed(async (transaction, token) =>
            {
                await DeliveryRecords.EndAttemptAsync(transaction, id, number, attempt.End, token);
                await DeliveryRecords.DeliveredAsync(transaction, id, token);
            });
        }

        await job.WriteAsync(
            (transaction, token) => DeliveryRecords.EndAttemptAsync(transaction, id, number, attempt.End, token), cancellationToken);
        Log.NotDelivered(logger, id, outgoing.Tenant, outgoing.Url.Host, number, error.Message);
        // A receiver that never answers is no fault of this service, and not logged as one.
        return attempt.IsFinal || job.IsLastAttempt ? new JobOutcome.Failed(error) : new JobOutcome.Retry(error);
    }

    public async Task OnFailedAsync(
        FailedJob<DeliverWebhook> job, JobError error, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        // Workers that were killed while they waited for an answer say nothing about the receiver.
        if (error.Type == JobError.PoisonType && await outbox.ContinueAsync(transaction, job.JobId, cancellationToken))
            return;
        if (job.IsReadable)
            await DeliveryRecords.FailedAsync(transaction, job.Payload.DeliveryId, cancellationToken);
        else
            await DeliveryRecords.FailedByJobAsync(transaction, job.JobId, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(4302, LogLevel.Information, "Webhook {DeliveryId} of {Tenant} was delivered to {Host} in attempt {Attempt}")]
        public static partial void Delivered(ILogger logger, Guid deliveryId, string tenant, string host, int attempt);

        [LoggerMessage(4303, LogLevel.Information,
            "Webhook {DeliveryId} of {Tenant} was not delivered to {Host} in attempt {Attempt}: {Reason}")]
        public static partial void NotDelivered(
            ILogger logger, Guid deliveryId, string tenant, string host, int attempt, string reason);
    }
}
