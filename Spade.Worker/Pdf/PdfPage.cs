namespace Spade.Worker.Pdf;

/// <summary>What is drawn of a page, in points, 72 to the inch.</summary>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
/// <param name="IsWhole">True when the whole page (its MediaBox) is drawn, because the visible area that it names (its CropBox) shows
/// nothing of it.</param>
internal sealed record PdfPage(double Width, double Height, bool IsWhole)
{
    /// <summary>Columns and rows at a resolution. Absurd sizes stay absurd, but finite.</summary>
    public (long Width, long Height) PixelsAt(int dpi) => (Pixels(Width, dpi), Pixels(Height, dpi));

    private static long Pixels(double points, int dpi) => (long)Math.Min(Math.Ceiling(points * dpi / 72), int.MaxValue);
}
