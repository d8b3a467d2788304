namespace Spade.Documents.Documents;

/// <summary>The result of saving an upload.</summary>
/// <param name="Document">The document as it is now.</param>
/// <param name="Accepted">True when the upload started work: the document is new, or had failed or been cancelled. False when it existed
/// and the upload changed nothing.</param>
public sealed record SavedDocument(DocumentView Document, bool Accepted);
