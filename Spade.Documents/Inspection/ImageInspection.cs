namespace Spade.Documents.Inspection;

/// <summary>One page of an image file, as its header describes it.</summary>
/// <param name="Width">Stored columns of pixels.</param>
/// <param name="Height">Stored rows of pixels.</param>
/// <param name="Orientation">How the stored image has to be turned, as an EXIF orientation: 1 to 8, 1 is upright.</param>
/// <param name="Channels">Values per pixel: 1 for gray, 3 for colour, 4 for CMYK or colour with transparency.</param>
public sealed record ImagePage(int Width, int Height, int Orientation, int Channels)
{
    /// <summary>The TIFF image directory that holds the page, from 0. Not every directory is a page.</summary>
    public int Directory { get; init; }
}

/// <summary>What a document's headers alone show.</summary>
public abstract record ImageInspection
{
    private ImageInspection()
    {
    }

    /// <summary>An image file with valid headers; <paramref name="Pages"/> holds every page in order. Its pixels may still be
    /// damaged.</summary>
    public sealed record Readable(IReadOnlyList<ImagePage> Pages) : ImageInspection;

    /// <summary>A page has more pixels than <see cref="DocumentLimits.MaxPixelsPerPage"/>.</summary>
    /// <param name="Page">The page, from 1.</param>
    /// <param name="Width">Its columns.</param>
    /// <param name="Height">Its rows.</param>
    public sealed record TooManyPixels(int Page, long Width, long Height) : ImageInspection;

    /// <summary>The file has more pages than <see cref="DocumentLimits.MaxPages"/>.</summary>
    public sealed record TooManyPages : ImageInspection;

    /// <summary>The headers are damaged or cut. <paramref name="Reason"/> is a sentence for users.</summary>
    public sealed record Unreadable(string Reason) : ImageInspection;

    /// <summary>Not an image (a PDF): only a decoder can inspect it.</summary>
    public sealed record NeedsDecoder : ImageInspection;
}
