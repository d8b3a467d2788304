using System.Globalization;
using Spade.Documents.Inspection;
using Spade.Documents.Pages;
using Spade.Worker.SearchablePdf.Layers;
using Spade.Worker.SearchablePdf.Syntax;

namespace Spade.Worker.SearchablePdf.Images;

/// <summary>The size of a page, in units of points.</summary>
/// <param name="Width">Units from left to right.</param>
/// <param name="Height">Units from bottom to top.</param>
/// <param name="Unit">Points in a unit.</param>
internal sealed record PageSize(double Width, double Height, double Unit)
{
    // Readers accept no page with a side beyond that, in units.
    private const double Longest = 14_400;
    private const double Shortest = 3;

    /// <summary>The whole page.</summary>
    public PageArea Area => new(0, 0, Width, Height, 0);

    /// <summary>The page's entries that state its size.</summary>
    public string Entries
    {
        get
        {
            var box = string.Create(CultureInfo.InvariantCulture, $"/MediaBox [0 0 {Width:0.####} {Height:0.####}]");
            return Unit == 1 ? box : box + string.Create(CultureInfo.InvariantCulture, $" /UserUnit {Unit:0.####}");
        }
    }

    /// <summary>The size of an image's page.</summary>
    /// <param name="image">The image.</param>
    /// <param name="layout">What was read on it; null when nothing was.</param>
    /// <param name="scale">Points for each pixel of an image without a layout.</param>
    public static PageSize Of(ImagePage image, PageLayout? layout, double scale)
    {
        var (width, height) = layout is null
            ? Displayed(image.Width * scale, image.Height * scale, image.Orientation >= 5)
            : Displayed(layout.WidthPoints, layout.HeightPoints, layout.Rotation is 90 or 270);
        var unit = Math.Max(1, Math.Ceiling(Math.Max(width, height) / Longest));
        return new PageSize(Math.Max(width / unit, Shortest), Math.Max(height / unit, Shortest), unit);
    }

    /// <summary>Where an image is drawn: PDF draws it into the unit square, its first row at the top, and this maps that square to the
    /// page. EXIF numbers its eight orientations by the sides of the page where the first row and the first column belong.</summary>
    public Affine Placing(int orientation) => orientation switch
    {
        2 => new Affine(-Width, 0, 0, Height, Width, 0),
        3 => new Affine(-Width, 0, 0, -Height, Width, Height),
        4 => new Affine(Width, 0, 0, -Height, 0, Height),
        5 => new Affine(0, -Height, -Width, 0, Width, Height),
        6 => new Affine(0, -Height, Width, 0, 0, Height),
        7 => new Affine(0, Height, Width, 0, 0, 0),
        8 => new Affine(0, Height, -Width, 0, Width, 0),
        _ => new Affine(Width, 0, 0, Height, 0, 0),
    };

    private static (double Width, double Height) Displayed(double width, double height, bool isTurned) =>
        isTurned ? (height, width) : (width, height);
}
