namespace Spade.Documents.Webhooks;

/// <summary>The result of sending an event again.</summary>
public enum RepeatedDelivery
{
    /// <summary>It is sent again, with the same id.</summary>
    Started,

    /// <summary>There is no such delivery.</summary>
    Unknown,

    /// <summary>It has not ended, so it is tried anyway.</summary>
    NotEnded,
}
