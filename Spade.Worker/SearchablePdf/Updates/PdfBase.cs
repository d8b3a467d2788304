namespace Spade.Worker.SearchablePdf.Updates;

/// <summary>The file that an update is appended to.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="IsUpload">True for the uploaded bytes, false for a copy that was rewritten.</param>
/// <param name="Structure">Its pages.</param>
/// <param name="Tail">How it ends.</param>
internal sealed record PdfBase(string Path, bool IsUpload, PdfStructure Structure, PdfTail Tail);
