namespace Spade.Documents.Webhooks;

/// <summary>A place in the list of deliveries, which is sorted from new to old.</summary>
/// <param name="CreatedAt">When the last delivery before that place was created.</param>
/// <param name="Id">Its id.</param>
public sealed record DeliveryPosition(DateTimeOffset CreatedAt, Guid Id);
