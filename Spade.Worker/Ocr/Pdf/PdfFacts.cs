namespace Spade.Worker.Ocr.Pdf;

/// <summary>What a PDF's structure tells.</summary>
/// <param name="PageCount">Pages in the document.</param>
/// <param name="PageSizes">Size of the visible area of each page that was asked about, by page number.</param>
internal sealed record PdfFacts(int PageCount, IReadOnlyDictionary<int, PdfPageSize> PageSizes);

/// <summary>A page's visible area in points, 72 to the inch.</summary>
internal sealed record PdfPageSize(double Width, double Height)
{
    /// <summary>Columns and rows at a resolution; absurd sizes stay absurd, but finite.</summary>
    public (long Width, long Height) PixelsAt(int dpi) => (Pixels(Width, dpi), Pixels(Height, dpi));

    private static long Pixels(double points, int dpi) => (long)Math.Min(Math.Ceiling(points * dpi / 72), int.MaxValue);
}
