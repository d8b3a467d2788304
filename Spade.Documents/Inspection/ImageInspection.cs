namespace Spade.Documents.Inspection;

/// <summary>What a document's headers alone show.</summary>
public abstract record ImageInspection
{
    private ImageInspection()
    {
    }

    /// <summary>An image file with valid headers; <paramref name="Pages"/> holds every page in order. Its pixels may still be
    /// damaged.</summary>
    public sealed record Readable(IReadOnlyList<ImagePage> Pages) : ImageInspection;

    /// <summary>A page has more pixels than <see cref="DocumentLimits.MaxPixelsPerPage"/>, counted with square pixels.</summary>
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
