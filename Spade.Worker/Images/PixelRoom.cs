using Spade.Documents.Inspection;
using Spade.Worker.Configuration;

namespace Spade.Worker.Images;

/// <summary>Where ImageMagick may keep pixels: in memory, and what does not fit there in files in the job's folder.</summary>
/// <remarks>It needs 8 bytes for a pixel, 10 for a gray one, and has an image twice while it turns it or makes it gray. An A4 page at
/// 600 dpi has 35 million pixels and stays in memory.</remarks>
/// <param name="Memory">Most memory, in bytes.</param>
/// <param name="File">Largest file, in bytes.</param>
/// <param name="Disk">Most bytes in files.</param>
internal sealed record PixelRoom(long Memory, long File, long Disk)
{
    private const int BytesPerPixel = 10;
    private const int Images = 2;
    private const long FileHeader = 1024 * 1024;

    /// <summary>Three eighths of a child's memory, so that two pages at once leave room for the worker, and all that the largest page
    /// needs on the disk.</summary>
    public static PixelRoom For(OcrOptions options, DocumentLimits limits)
    {
        var file = limits.MaxPixelsPerPage * BytesPerPixel + FileHeader;
        return new PixelRoom(options.ChildMemory / 8 * 3, file, Images * file);
    }

    /// <summary>True when the page may need the disk.</summary>
    public bool IsExceededBy(ImagePage page) => page.SquareWidth * page.SquareHeight > Memory / (Images * BytesPerPixel);
}
