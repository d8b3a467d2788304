using System.Text.Json;
using Spade.Api.OpenApi;
using Spade.Documents.Webhooks;

namespace Spade.Api.Webhooks;

/// <summary>One page of the list of deliveries, newest first.</summary>
/// <param name="Deliveries">The deliveries.</param>
/// <param name="NextCursor">The <c>cursor</c> of the next page; null on the last.</param>
internal sealed record DeliveryListResponse(IReadOnlyList<DeliveryResponse> Deliveries, string? NextCursor);

/// <summary>One event for one receiver.</summary>
/// <param name="Id">The event's id, the same in every attempt: header webhook-id.</param>
/// <param name="Tenant">Whose document it is about.</param>
/// <param name="DocumentId">The document, which may have been removed since.</param>
/// <param name="Type">document.completed, document.failed or document.cancelled.</param>
/// <param name="Url">The receiver.</param>
/// <param name="State">pending, delivered or failed.</param>
/// <param name="Attempts">Attempts so far.</param>
/// <param name="CreatedAt">When the document ended.</param>
/// <param name="EndedAt">When it was delivered or failed; null before.</param>
/// <param name="NextAttemptAt">When it is tried next; null while it is tried, and when it is not tried any more.</param>
internal sealed record DeliveryResponse(
    Guid Id,
    string Tenant,
    string DocumentId,
    string Type,
    string Url,
    [property: OneOf<DeliveryStateWords>] string State,
    int Attempts,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt,
    DateTimeOffset? NextAttemptAt)
{
    public static DeliveryResponse From(DeliveryView delivery) => new(
        delivery.Id, delivery.Tenant, delivery.DocumentId, delivery.Type, delivery.Url, delivery.State, delivery.Attempts,
        delivery.CreatedAt, delivery.EndedAt, delivery.NextAttemptAt);
}

/// <summary>A delivery with everything that is known of it.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Payload">The body that is sent.</param>
/// <param name="Attempts">Its attempts, oldest first.</param>
internal sealed record DeliveryDetailsResponse(DeliveryResponse Delivery, JsonElement Payload, IReadOnlyList<AttemptResponse> Attempts)
{
    public static DeliveryDetailsResponse From(DeliveryDetails details) => new(
        DeliveryResponse.From(details.Delivery),
        JsonSerializer.Deserialize<JsonElement>(details.Payload),
        [.. details.Attempts.Select(AttemptResponse.From)]);
}

/// <summary>One attempt of a delivery.</summary>
/// <param name="Number">Counts from 1.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="DurationSeconds">Seconds until the answer, or until it was given up.</param>
/// <param name="Status">Status of the answer; null when there was none.</param>
/// <param name="Error">Why it failed, in a sentence; null when it succeeded.</param>
internal sealed record AttemptResponse(int Number, DateTimeOffset StartedAt, double DurationSeconds, int? Status, string? Error)
{
    public static AttemptResponse From(AttemptView attempt) =>
        new(attempt.Number, attempt.StartedAt, attempt.Duration.TotalSeconds, attempt.Status, attempt.Error);
}
