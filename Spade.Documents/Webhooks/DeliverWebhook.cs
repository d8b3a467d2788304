using Spade.Jobs.Handlers;

namespace Spade.Documents.Webhooks;

/// <summary>The job that sends one event to one receiver.</summary>
/// <param name="DeliveryId">The delivery, a row of <c>webhook_deliveries</c>.</param>
public sealed record DeliverWebhook(Guid DeliveryId) : IJobSubject
{
    /// <summary>The queue that carries these jobs.</summary>
    public const string Queue = "webhooks";

    /// <summary>The attribute of spans and log records that holds the id of a delivery.</summary>
    public const string IdAttribute = "spade.webhook.id";

    KeyValuePair<string, object?> IJobSubject.Subject => new(IdAttribute, DeliveryId);
}
