namespace Spade.Documents.Webhooks;

/// <summary>A row of <c>webhook_attempts</c>: one try to deliver an event.</summary>
internal sealed class WebhookAttempt
{
    public required Guid DeliveryId { get; init; }

    /// <summary>Counts from 1.</summary>
    public required int Number { get; init; }
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Milliseconds until the answer, or until it was given up.</summary>
    public required int DurationMs { get; init; }

    /// <summary>Status of the answer; null when there was none.</summary>
    public int? Status { get; init; }

    /// <summary>Why it failed, in a sentence; null when it succeeded.</summary>
    public string? Error { get; init; }
}
