namespace Spade.Documents.Documents;

/// <summary>The result of deleting a document.</summary>
public abstract record DeletedDocument
{
    private DeletedDocument()
    {
    }

    /// <summary>There is no such document.</summary>
    public sealed record Unknown : DeletedDocument;

    /// <summary>It had ended, and was removed with its bytes and pages. <paramref name="Document"/> is what it was.</summary>
    public sealed record Removed(DocumentView Document) : DeletedDocument;

    /// <summary>It had not ended, and its job was cancelled. <paramref name="Document"/> is its state afterwards, which may be
    /// <see cref="DocumentStatus.Completed"/> or <see cref="DocumentStatus.Failed"/> when its worker was faster.</summary>
    public sealed record Stopped(DocumentView Document) : DeletedDocument;
}
