using Spade.Worker.Folders;
using Spade.Worker.SearchablePdf.Syntax;

namespace Spade.Worker.SearchablePdf.Images;

/// <summary>Puts an image's bytes into a PDF.</summary>
internal static class ImageBytes
{
    // Each range of the upload becomes a row. A file in so many small pieces is copied instead.
    private const int MostRanges = 4096;

    /// <summary>Writes them.</summary>
    public static async Task WriteAsync(StoredImage image, PdfParts parts, WorkFolder folder, CancellationToken cancellationToken)
    {
        if (image.Path is null && image.Ranges.Count <= MostRanges)
        {
            foreach (var range in image.Ranges)
                parts.Take(range.Offset, range.Length);
            return;
        }

        await using var file = File.OpenRead(image.Path ?? folder.Document);
        var buffer = new byte[81920];
        foreach (var range in image.Ranges)
        {
            file.Position = range.Offset;
            for (var left = range.Length; left > 0;)
            {
                var bytes = buffer.AsMemory(0, (int)Math.Min(left, buffer.Length));
                await file.ReadExactlyAsync(bytes, cancellationToken);
                parts.Write(bytes.Span);
                left -= bytes.Length;
            }
        }
    }
}
