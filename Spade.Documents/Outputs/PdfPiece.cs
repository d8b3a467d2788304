namespace Spade.Documents.Outputs;

/// <summary>A row of <c>pdf_pieces</c>: a piece of a document's searchable PDF. A piece is either a range of the uploaded bytes or bytes
/// that were added, so that nothing is stored twice.</summary>
internal sealed class PdfPiece
{
    public required string DocumentId { get; init; }

    /// <summary>From 0, in the order of the file.</summary>
    public required int Number { get; init; }

    /// <summary>Where the piece begins in the PDF.</summary>
    public required long Start { get; init; }

    /// <summary>Its bytes.</summary>
    public required long Length { get; init; }

    /// <summary>Where it begins in the uploaded file; null for a piece with <see cref="Data"/>.</summary>
    public long? SourceOffset { get; init; }

    /// <summary>Added bytes, at most 1 MiB; null for a range of the upload.</summary>
    public byte[]? Data { get; init; }
}
