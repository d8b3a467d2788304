namespace Spade.Documents.Documents;

/// <summary>A place in the list of documents, which is sorted from new to old.</summary>
/// <param name="CreatedAt">When the last document before that place was created.</param>
/// <param name="Id">Its id, because many may be created in the same microsecond.</param>
public sealed record DocumentPosition(DateTimeOffset CreatedAt, string Id);
