using Spade.Documents.Inspection;

namespace Spade.Worker.Images;

/// <summary>The size of an image's page on paper, when it is upright.</summary>
/// <param name="WidthPoints">Width in points, 1/72 inch.</param>
/// <param name="HeightPoints">Height in points.</param>
/// <param name="Dpi">The resolution that the file states, along the finer side; null when it states none that Tesseract takes for
/// true.</param>
internal sealed record PageSize(double WidthPoints, double HeightPoints, int? Dpi)
{
    /// <summary>Dots per inch of an image that states none: the resolution at which documents are usually scanned.</summary>
    public const int AssumedDpi = 300;

    // Programs that know no resolution write 0, 1 or 72000. The coarsest fax has 98 dpi, the finest scanners 2400.
    private const double LeastDpi = 30;
    private const double MostDpi = 2400;

    // Tesseract takes less for a mistake, and estimates the resolution from the text instead.
    private const double LeastForTesseract = 70;
    private const double PointsPerInch = 72;

    /// <summary>The size of a page.</summary>
    public static PageSize Of(ImagePage page)
    {
        var stated = page.Density is { IsPerInch: true, IsPlausible: true } density && IsCredible(density.X) && IsCredible(density.Y)
            ? density
            : null;
        var width = PointsPerInch * (stated is null ? (double)page.SquareWidth / AssumedDpi : page.Width / stated.X);
        var height = PointsPerInch * (stated is null ? (double)page.SquareHeight / AssumedDpi : page.Height / stated.Y);
        var finer = stated is null ? 0 : Math.Max(stated.X, stated.Y);
        int? dpi = finer < LeastForTesseract ? null : (int)Math.Round(finer);
        return page.IsOnItsSide ? new PageSize(height, width, dpi) : new PageSize(width, height, dpi);
    }

    private static bool IsCredible(double dpi) => dpi is >= LeastDpi and <= MostDpi;
}
