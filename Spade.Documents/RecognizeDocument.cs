namespace Spade.Documents;

/// <summary>The job that turns one document into text.</summary>
/// <param name="DocumentId">The document's natural id.</param>
public sealed record RecognizeDocument(string DocumentId)
{
    /// <summary>The queue that carries these jobs.</summary>
    public const string Queue = "documents";
}
