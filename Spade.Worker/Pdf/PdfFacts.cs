namespace Spade.Worker.Pdf;

/// <summary>What a PDF's structure tells.</summary>
/// <param name="PageCount">Pages in the document.</param>
/// <param name="Pages">What will be drawn of each page that could be found, by page number.</param>
internal sealed record PdfFacts(int PageCount, IReadOnlyDictionary<int, PdfPage> Pages)
{
    /// <summary>The first page that could not be found, where one was looked for; null when all were.</summary>
    public int? FirstMissing { get; init; }
}

/// <summary>What is drawn of a page, in points, 72 to the inch.</summary>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
/// <param name="IsWhole">True where the whole page is drawn (its MediaBox), because the visible area that it names (its CropBox) shows
/// nothing of it.</param>
internal sealed record PdfPage(double Width, double Height, bool IsWhole)
{
    /// <summary>Columns and rows at a resolution; absurd sizes stay absurd, but finite.</summary>
    public (long Width, long Height) PixelsAt(int dpi) => (Pixels(Width, dpi), Pixels(Height, dpi));

    private static long Pixels(double points, int dpi) => (long)Math.Min(Math.Ceiling(points * dpi / 72), int.MaxValue);
}
