namespace Spade.Worker.Pdf;

/// <summary>What is known of a PDF's structure.</summary>
/// <param name="PageCount">Pages in the document.</param>
/// <param name="Pages">What will be drawn of each page that was found, by page number.</param>
internal sealed record PdfFacts(int PageCount, IReadOnlyDictionary<int, PdfPage> Pages)
{
    /// <summary>The first page that was not found; null when all were.</summary>
    public int? FirstMissing { get; init; }
}
