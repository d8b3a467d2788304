namespace Spade.Documents.Webhooks;

/// <summary>Where a delivery stands: the words that are stored and shown.</summary>
public static class DeliveryStates
{
    /// <summary>It is sent, or waits for its next attempt.</summary>
    public const string Pending = "pending";

    /// <summary>The receiver has answered with success.</summary>
    public const string Delivered = "delivered";

    /// <summary>It is not tried any more, because every attempt failed, the receiver is gone, or it may not be called.</summary>
    public const string Failed = "failed";

    /// <summary>Every word, in the order of a delivery's life.</summary>
    public static IReadOnlyList<string> All { get; } = [Pending, Delivered, Failed];
}
