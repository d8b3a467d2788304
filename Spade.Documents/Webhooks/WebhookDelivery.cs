namespace Spade.Documents.Webhooks;

/// <summary>A row of <c>webhook_deliveries</c>: one event for one receiver. A trigger writes it in the transaction that ends the document,
/// and it outlives the document.</summary>
internal sealed class WebhookDelivery
{
    /// <summary>The id of the event, the same for every attempt: header <c>webhook-id</c>.</summary>
    public required Guid Id { get; init; }
    public required string Tenant { get; init; }
    public required string DocumentId { get; init; }

    /// <summary><c>document.completed</c>, <c>document.failed</c> or <c>document.cancelled</c>.</summary>
    public required string Type { get; init; }
    public required string Url { get; init; }

    /// <summary>True when the upload named the receiver, false when an operator did.</summary>
    public required bool IsCallback { get; init; }

    /// <summary>The body, JSON. Kept, so that every attempt sends the same bytes.</summary>
    public required string Payload { get; init; }

    /// <summary><c>pending</c>, <c>delivered</c> or <c>failed</c> (every attempt failed).</summary>
    public required string State { get; init; }

    /// <summary>Its latest job, which may have been pruned; null until one was added.</summary>
    public Guid? JobId { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
}
