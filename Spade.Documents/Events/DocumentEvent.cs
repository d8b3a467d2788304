namespace Spade.Documents.Events;

/// <summary>A row of <c>document_events</c>: something that happened to a document and that its readers are told.</summary>
internal sealed class DocumentEvent
{
    public required string DocumentId { get; init; }

    /// <summary>From 1, without gaps; counted under the lock of the document's row, so ids become visible in order.</summary>
    public required long Id { get; init; }

    /// <summary><c>page</c> or <c>status</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What happened, in JSON.</summary>
    public required string Data { get; init; }
    public DateTimeOffset At { get; init; }
}
