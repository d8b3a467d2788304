namespace Spade.Documents.Events;

/// <summary>The kinds of events. Stored and shown.</summary>
public static class EventKinds
{
    /// <summary>A page has ended.</summary>
    public const string Page = "page";

    /// <summary>The document's status has changed.</summary>
    public const string Status = "status";
}
