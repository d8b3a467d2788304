namespace Spade.Documents.Documents;

/// <summary>What saving an upload led to.</summary>
/// <param name="Document">The document as it is now.</param>
/// <param name="Accepted">True when the upload started work: a new document, or one that had failed or was cancelled. False when the
/// document was there already and goes its way.</param>
public sealed record SavedDocument(DocumentView Document, bool Accepted);
