using Spade.Documents.Webhooks;
using Spade.Jobs;

namespace Spade.Worker.Webhooks;

/// <summary>Registers the delivery of webhooks.</summary>
internal static class WebhookDeliveryRegistration
{
    /// <summary>Adds the handler of deliveries, and how many events this worker sends at once.</summary>
    public static JobsBuilder AddWebhookDelivery(this JobsBuilder jobs, WebhookOptions options)
    {
        jobs.Services.AddSingleton<ReceiverConnections>();
        jobs.Services.AddSingleton<WebhookClient>();
        jobs.Services.AddSingleton<WebhookSender>();
        jobs.Services.AddDeliveryPruning().AddOutboxSweep();
        return jobs.AddHandler<DeliverWebhook, DeliverWebhookHandler>(
            DeliverWebhook.Queue, handler => handler.Concurrency = options.Concurrency);
    }
}
