namespace Spade.Worker.Pdf;

/// <summary>What is known of a PDF's structure.</summary>
/// <param name="PageCount">Pages in the document.</param>
/// <param name="Pages">The pages that were found, by page number.</param>
internal sealed record PdfFacts(int PageCount, IReadOnlyDictionary<int, PdfPage> Pages)
{
    /// <summary>Pages that the document names and does not hold.</summary>
    public IReadOnlySet<int> Missing { get; init; } = new HashSet<int>();

    /// <summary>The first page that poppler cannot tell from the ones after it; null when it knows every page.</summary>
    public int? FirstUnusable { get; init; }
}
