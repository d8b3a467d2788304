namespace Spade.Documents.Inspection;

/// <summary>How large a document's pages may be; configuration section <c>Limits</c>. The API refuses what it can tell from headers,
/// the worker the rest.</summary>
public sealed class DocumentLimits
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Limits";

    /// <summary>Most pixels (width times height) that one page may have, embedded images and rasterised PDF pages included.
    /// Default 100 million: A3 at 600 dpi has 70 million, and Tesseract needs up to 8 bytes per pixel, so the largest page stays below
    /// half of the worker's memory limit per page (<c>Ocr:ChildMemory</c>, 2 GiB).</summary>
    public long MaxPixelsPerPage { get; set; } = 100_000_000;

    /// <summary>Most pages that one document may have. Default 2000: about half an hour of work on two cores.</summary>
    public int MaxPages { get; set; } = 2000;

    /// <summary>True when an image of this size is more than a page may be.</summary>
    public bool IsTooLarge(long width, long height) => height > 0 && width > MaxPixelsPerPage / height;
}
