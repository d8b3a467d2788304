namespace Spade.Documents.Retention;

/// <summary>A document to remove.</summary>
/// <param name="Id">Content id.</param>
/// <param name="Job">Its latest job; null when it never had one.</param>
/// <param name="Bytes">About how many bytes go with it.</param>
internal sealed record OldDocument(string Id, Guid? Job, long Bytes);
