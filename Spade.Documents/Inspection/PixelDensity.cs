namespace Spade.Documents.Inspection;

/// <summary>How many pixels a unit of length has, as an image's header states it. Not checked: some programs write nonsense.</summary>
/// <param name="X">Pixels along a stored row. Above 0.</param>
/// <param name="Y">Pixels along a stored column. Above 0.</param>
/// <param name="IsPerInch">True when the unit is an inch; false when the header gives no unit, so that only the shape of a pixel is
/// known.</param>
public sealed record PixelDensity(double X, double Y, bool IsPerInch)
{
    private const double CentimetresPerInch = 2.54;
    private const double MetresPerInch = 0.0254;

    // The flattest pixels in use, 240 x 72 per inch, have 3.3.
    private const double Flattest = 4;

    /// <summary>Width of a pixel, divided by its height.</summary>
    public double Aspect => Y / X;

    /// <summary>True when pixels of this shape are in use; false for nonsense.</summary>
    public bool IsPlausible => Aspect is >= 1 / Flattest and <= Flattest;

    /// <summary>The density, or null when a number is 0: the header then says nothing.</summary>
    /// <param name="x">Pixels along a row.</param>
    /// <param name="y">Pixels along a column.</param>
    /// <param name="isPerInch">True when the unit is an inch.</param>
    public static PixelDensity? Of(double x, double y, bool isPerInch) =>
        x > 0 && y > 0 && double.IsFinite(x) && double.IsFinite(y) ? new PixelDensity(x, y, isPerInch) : null;

    /// <summary>The same for pixels per centimetre.</summary>
    public static PixelDensity? PerCentimetre(double x, double y) => Of(x * CentimetresPerInch, y * CentimetresPerInch, isPerInch: true);

    /// <summary>The same for pixels per metre.</summary>
    public static PixelDensity? PerMetre(double x, double y) => Of(x * MetresPerInch, y * MetresPerInch, isPerInch: true);

    /// <summary>The same for a unit as TIFF and EXIF number it: 1 none, 2 inch, 3 centimetre.</summary>
    public static PixelDensity? InTiffUnit(double x, double y, long unit) => unit switch
    {
        3 => PerCentimetre(x, y),
        1 => Of(x, y, isPerInch: false),
        _ => Of(x, y, isPerInch: true),
    };
}
