using Spade.Shutdown.Settings;

namespace Spade.Documents.Inspection;

/// <summary>How large a document's pages may be. Section <c>Limits</c>, shared by API and worker: the API rejects what headers show, the
/// worker what only a decoder can know.</summary>
public sealed class DocumentLimits
{
    /// <summary>The section of the configuration that holds these options.</summary>
    public const string Section = "Limits";

    /// <summary>Most pixels (width times height) of one page, embedded images and rasterised PDF pages included. At least 1, default
    /// 100 million: A3 at 600 dpi has 70 million, and Tesseract needs up to 8 bytes per pixel, so the largest page stays below half of the
    /// worker's memory limit per page (<c>Ocr:ChildMemory</c>, 2 GiB).</summary>
    [SettingRange(Section, typeof(long), "1", "9223372036854775807")]
    public long MaxPixelsPerPage { get; set; } = 100_000_000;

    /// <summary>Most pages of one document. At least 1, default 2000: about half an hour of work on two cores.</summary>
    [SettingRange(Section, 1, int.MaxValue)]
    public int MaxPages { get; set; } = 2000;

    /// <summary>True when an image of this size has more pixels than a page may have.</summary>
    public bool IsTooLarge(long width, long height) => height > 0 && width > MaxPixelsPerPage / height;
}
