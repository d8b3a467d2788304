namespace Spade.Worker.Pdf;

/// <summary>A page as poppler measures it: in units of 72 to the inch, before the page's own rotation and unit are applied.</summary>
/// <param name="Width">Width of what is drawn.</param>
/// <param name="Height">Height of what is drawn.</param>
/// <param name="IsWhole">True when the whole page (its MediaBox) is drawn, because the visible area that it names (its CropBox) shows
/// nothing of it.</param>
internal sealed record PdfPage(double Width, double Height, bool IsWhole)
{
    /// <summary>By how many degrees the page says that it is turned clockwise: 0, 90, 180 or 270.</summary>
    public int Rotation { get; init; }

    /// <summary>How many points a unit of the page is long (its UserUnit). Poppler draws every page as if it were 1.</summary>
    public double UserUnit { get; init; } = 1;

    /// <summary>Width of the page as it is displayed.</summary>
    public double DisplayedWidth => IsOnSide ? Height : Width;

    /// <summary>Height of the page as it is displayed.</summary>
    public double DisplayedHeight => IsOnSide ? Width : Height;

    private bool IsOnSide => Rotation is 90 or 270;

    /// <summary>Columns and rows at a resolution. Absurd sizes stay absurd, but finite.</summary>
    public (long Width, long Height) PixelsAt(int dpi) => (Pixels(DisplayedWidth, dpi), Pixels(DisplayedHeight, dpi));

    /// <summary>The highest resolution, up to <paramref name="most"/>, at which the page has no more than so many pixels.</summary>
    public int LargestDpi(long pixels, int most)
    {
        var dpi = (int)Math.Min(Math.Sqrt(pixels / (Width / 72 * (Height / 72))), most);
        // Columns and rows are whole, so the largest may be a little less.
        while (dpi > 0 && PixelsAt(dpi) is var (width, height) && (Int128)width * height > pixels)
            dpi--;
        return dpi;
    }

    private static long Pixels(double units, int dpi) => (long)Math.Min(Math.Ceiling(units * dpi / 72), int.MaxValue);
}
