namespace Spade.Documents.Documents;

/// <summary>The result of starting a document again.</summary>
public abstract record RetriedDocument
{
    private RetriedDocument()
    {
    }

    /// <summary>There is no such document.</summary>
    public sealed record Unknown : RetriedDocument;

    /// <summary>It was started again. <paramref name="Document"/> is its state now.</summary>
    public sealed record Started(DocumentView Document) : RetriedDocument;

    /// <summary>It is queued or running, so it needs no new start.</summary>
    public sealed record NotEnded(DocumentView Document) : RetriedDocument;

    /// <summary>It completed, and every page was read.</summary>
    public sealed record NothingToRetry(DocumentView Document) : RetriedDocument;
}
