namespace Spade.Documents.Inspection;

/// <summary>Reads the size of every page of an image file from its headers. No pixel is decoded and the work is bounded, whatever the
/// file claims.</summary>
public static class ImageHeaders
{
    /// <summary>Inspects a document.</summary>
    /// <param name="content">The whole document; must be seekable. Its position is moved.</param>
    /// <param name="mediaType">What <see cref="ContentSniffer.Detect"/> said.</param>
    /// <param name="limits">The limits to hold it against.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentException">The media type is none of <see cref="MediaTypes.All"/>.</exception>
    public static async Task<ImageInspection> ReadAsync(
        Stream content, string mediaType, DocumentLimits limits, CancellationToken cancellationToken)
    {
        var reader = new HeaderReader(content);
        try
        {
            return mediaType switch
            {
                MediaTypes.Png => Judge(await PngHeader.ReadAsync(reader, cancellationToken), limits),
                MediaTypes.Jpeg => Judge(await JpegHeader.ReadAsync(reader, cancellationToken), limits),
                MediaTypes.Tiff => Judge(await TiffDirectories.ReadAsync(reader, limits.MaxPages, cancellationToken), limits),
                MediaTypes.Pdf => new ImageInspection.NeedsDecoder(),
                _ => throw new ArgumentException($"'{mediaType}' is none of {string.Join(", ", MediaTypes.All)}.", nameof(mediaType)),
            };
        }
        catch (DamagedHeaderException damage)
        {
            return new ImageInspection.Unreadable(damage.Message);
        }
    }

    private static ImageInspection Judge(ImagePage page, DocumentLimits limits) => Judge([page], limits);

    private static ImageInspection Judge(IReadOnlyList<ImagePage> pages, DocumentLimits limits)
    {
        // Pixels before pages: whichever limit is broken, the reading stopped at most one page past it.
        for (var i = 0; i < pages.Count; i++)
        {
            if (limits.IsTooLarge(pages[i].Width, pages[i].Height))
                return new ImageInspection.TooManyPixels(i + 1, pages[i].Width, pages[i].Height);
        }

        return pages.Count > limits.MaxPages ? new ImageInspection.TooManyPages() : new ImageInspection.Readable(pages);
    }
}
