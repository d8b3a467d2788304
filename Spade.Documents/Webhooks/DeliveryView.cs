namespace Spade.Documents.Webhooks;

/// <summary>A delivery as clients see it. Times are the database's clock.</summary>
public sealed record DeliveryView
{
    /// <summary>Id of the event, the same in every attempt: header <c>webhook-id</c>.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose document it is about.</summary>
    public required string Tenant { get; init; }

    /// <summary>The document, which may have been removed since.</summary>
    public required string DocumentId { get; init; }

    /// <summary>document.completed, document.failed or document.cancelled.</summary>
    public required string Type { get; init; }

    /// <summary>The receiver.</summary>
    public required string Url { get; init; }

    /// <summary>One of <see cref="DeliveryStates.All"/>.</summary>
    public required string State { get; init; }

    /// <summary>Attempts so far.</summary>
    public required int Attempts { get; init; }

    /// <summary>When the document ended.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was delivered or failed; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When it is tried next; null while it is tried, and when it is not tried any more.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }
}

/// <summary>A delivery with everything that is known of it.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Payload">The body, JSON.</param>
/// <param name="Attempts">Its attempts, oldest first.</param>
public sealed record DeliveryDetails(DeliveryView Delivery, string Payload, IReadOnlyList<AttemptView> Attempts);

/// <summary>One attempt of a delivery.</summary>
/// <param name="Number">Counts from 1.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Duration">Time until the answer, or until it was given up.</param>
/// <param name="Status">Status of the answer; null when there was none.</param>
/// <param name="Error">Why it failed, in a sentence; null when it succeeded.</param>
public sealed record AttemptView(int Number, DateTimeOffset StartedAt, TimeSpan Duration, int? Status, string? Error);
