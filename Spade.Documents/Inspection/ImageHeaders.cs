namespace Spade.Documents.Inspection;

/// <summary>Reads the size of every page of an image file from its headers. No pixel is decoded, and the work is bounded whatever the
/// headers say.</summary>
public static class ImageHeaders
{
    /// <summary>Inspects a document.</summary>
    /// <param name="content">The whole document; must be seekable. Its position is moved.</param>
    /// <param name="mediaType">The result of <see cref="ContentSniffer.Detect"/>.</param>
    /// <param name="limits">The limits to check it against.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ArgumentException">The media type is none of <see cref="MediaTypes.All"/>.</exception>
    public static async Task<ImageInspection> ReadAsync(
        Stream content, string mediaType, DocumentLimits limits, CancellationToken cancellationToken)
    {
        var reader = new HeaderReader(content);
        try
        {
            return mediaType switch
            {
                MediaTypes.Png => Check(await PngHeader.ReadAsync(reader, cancellationToken), limits),
                MediaTypes.Jpeg => Check(await JpegHeader.ReadAsync(reader, cancellationToken), limits),
                MediaTypes.Tiff => Check(await TiffDirectories.ReadAsync(reader, limits.MaxPages, cancellationToken), limits),
                MediaTypes.Webp => Check(await WebpHeader.ReadAsync(reader, cancellationToken), limits),
                MediaTypes.Bmp => Check(await BmpHeader.ReadAsync(reader, cancellationToken), limits),
                MediaTypes.Gif => Check(await GifHeader.ReadAsync(reader, cancellationToken), limits),
                MediaTypes.Pdf => new ImageInspection.NeedsDecoder(),
                _ => throw new ArgumentException($"'{mediaType}' is none of {string.Join(", ", MediaTypes.All)}.", nameof(mediaType)),
            };
        }
        catch (DamagedHeaderException damage)
        {
            return new ImageInspection.Unreadable(damage.Message);
        }
    }

    private static ImageInspection Check(ImagePage page, DocumentLimits limits) => Check([page], limits);

    private static ImageInspection Check(IReadOnlyList<ImagePage> pages, DocumentLimits limits)
    {
        // Pixels first: reading stops one page past the limit, so the pages read so far may hold the page that is too large.
        for (var i = 0; i < pages.Count; i++)
        {
            if (limits.IsTooLarge(pages[i].SquareWidth, pages[i].SquareHeight))
                return new ImageInspection.TooManyPixels(i + 1, pages[i].SquareWidth, pages[i].SquareHeight);
        }

        return pages.Count > limits.MaxPages ? new ImageInspection.TooManyPages() : new ImageInspection.Readable(pages);
    }
}
