namespace Spade.Documents.Documents;

/// <summary>What a request to delete a document led to.</summary>
public abstract record DeletedDocument
{
    private DeletedDocument()
    {
    }

    /// <summary>There is no such document.</summary>
    public sealed record Unknown : DeletedDocument;

    /// <summary>It had ended, and is gone with its bytes and pages.</summary>
    public sealed record Removed : DeletedDocument;

    /// <summary>It had not ended: its job was cancelled. <paramref name="Document"/> says how it ended, which is
    /// <see cref="DocumentStatus.Completed"/> or <see cref="DocumentStatus.Failed"/> when its worker was faster.</summary>
    public sealed record Stopped(DocumentView Document) : DeletedDocument;
}
