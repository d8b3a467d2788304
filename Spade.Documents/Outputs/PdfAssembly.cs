namespace Spade.Documents.Outputs;

/// <summary>A searchable PDF, ready to be stored.</summary>
/// <param name="Parts">Its parts, in the order of the file.</param>
/// <param name="AddedPath">A file with the bytes of all parts that are not ranges of the upload, one after the other.</param>
public sealed record PdfAssembly(IReadOnlyList<PdfPart> Parts, string AddedPath);
