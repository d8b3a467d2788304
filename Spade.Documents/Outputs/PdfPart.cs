namespace Spade.Documents.Outputs;

/// <summary>A stretch of a searchable PDF: a range of the uploaded bytes, or the next bytes of those that were added.</summary>
/// <param name="Length">Its bytes; at least 1.</param>
/// <param name="SourceOffset">Where it begins in the uploaded file; null for added bytes.</param>
public sealed record PdfPart(long Length, long? SourceOffset);
