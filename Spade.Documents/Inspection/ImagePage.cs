namespace Spade.Documents.Inspection;

/// <summary>One page of an image file, as its header describes it.</summary>
/// <param name="Width">Stored columns of pixels.</param>
/// <param name="Height">Stored rows of pixels.</param>
/// <param name="Orientation">How the stored image has to be turned, as an EXIF orientation: 1 to 8, 1 is upright.</param>
/// <param name="Channels">Values per pixel: 1 for gray, 3 for colour, 4 for CMYK or colour with transparency.</param>
public sealed record ImagePage(int Width, int Height, int Orientation, int Channels)
{
    // Fax has 204 x 196 pixels per inch, 4 % from square: text is read as well as if it were, and stays sharp.
    private const double SquareEnough = 1.05;

    /// <summary>The image's index among all images of its file, from 0. Not every directory of a TIFF is a page.</summary>
    public int Directory { get; init; }

    /// <summary>Where the page's directory begins in a TIFF, in bytes; 0 in other files.</summary>
    public long DirectoryAt { get; init; }

    /// <summary>Where a TIFF states <see cref="Orientation"/>: bytes from its beginning to a number of two bytes in its byte order. Null
    /// when the page is upright, and in other files.</summary>
    public long? OrientationAt { get; init; }

    /// <summary>The resolution that the header states; null when it states none.</summary>
    public PixelDensity? Density { get; init; }

    /// <summary>Where the image lies on the page: columns from the left. Only a GIF's image can be smaller than its page.</summary>
    public int Left { get; init; }

    /// <summary>Where the image lies on the page: rows from the top.</summary>
    public int Top { get; init; }

    /// <summary>Columns with square pixels: those of <see cref="Width"/> unless the stated pixels are wider than high.</summary>
    public long SquareWidth => PixelAspect is var aspect and > SquareEnough ? (long)Math.Round(Width * aspect) : Width;

    /// <summary>Rows with square pixels: those of <see cref="Height"/> unless the stated pixels are higher than wide.</summary>
    public long SquareHeight => 1 / PixelAspect is var aspect and > SquareEnough ? (long)Math.Round(Height * aspect) : Height;

    /// <summary>True when the page has to be turned by a quarter, or mirrored along a diagonal, to be upright.</summary>
    public bool IsOnItsSide => Orientation >= 5;

    /// <summary>Columns of the upright page with square pixels.</summary>
    public long UprightWidth => IsOnItsSide ? SquareHeight : SquareWidth;

    /// <summary>Rows of the upright page with square pixels.</summary>
    public long UprightHeight => IsOnItsSide ? SquareWidth : SquareHeight;

    private double PixelAspect => Density is { IsPlausible: true } density ? density.Aspect : 1;
}
