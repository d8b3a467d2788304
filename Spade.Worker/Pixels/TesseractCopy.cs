namespace Spade.Worker.Pixels;

/// <summary>Makes the copy of a page that Tesseract is given.</summary>
/// <remarks>TIFF, because Tesseract reads PGM byte by byte, which is a tenth of the processor time of a page. Black and white is smoothed,
/// because some letters are read better so. Both are measured in docs/performance.md.</remarks>
internal static class TesseractCopy
{
    private const int BandBytes = 256 * 1024;

    // What Tesseract accepts; it takes the nearest instead of what is beyond, but 70 instead of a file's resolution above.
    private const int LowestDpi = 70;
    private const int HighestDpi = 2400;

    /// <summary>Writes the copy.</summary>
    /// <param name="page">The page.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="dpi">Resolution of the page.</param>
    /// <param name="cancellationToken">Checked between bands.</param>
    public static void Write(NetpbmReader page, string path, int dpi, CancellationToken cancellationToken)
    {
        using var writer = new TiffWriter(path, page.Width, page.Height, Math.Clamp(dpi, LowestDpi, HighestDpi));
        var rows = Math.Clamp(BandBytes / page.Width, 1, page.Height);
        if (IsBlackAndWhite(page, rows, cancellationToken))
            WriteSmoothed(page, rows, writer, cancellationToken);
        else
            WriteAsItIs(page, rows, writer, cancellationToken);
    }

    private static bool IsBlackAndWhite(NetpbmReader page, int rows, CancellationToken cancellationToken)
    {
        using var buffer = new PixelBuffer(rows * page.Width);
        for (var y = 0; y < page.Height; y += rows)
        {
            if (!EdgeSmoothing.IsBlackAndWhite(Read(page, y, rows, buffer.Pixels, cancellationToken)))
                return false;
        }

        return true;
    }

    private static void WriteAsItIs(NetpbmReader page, int rows, TiffWriter writer, CancellationToken cancellationToken)
    {
        using var buffer = new PixelBuffer(rows * page.Width);
        for (var y = 0; y < page.Height; y += rows)
            writer.WriteRows(Read(page, y, rows, buffer.Pixels, cancellationToken));
    }

    private static void WriteSmoothed(NetpbmReader page, int rows, TiffWriter writer, CancellationToken cancellationToken)
    {
        var width = page.Width;
        var smoothing = new EdgeSmoothing(width);
        // A band with the row above it and the row below it.
        using var source = new PixelBuffer((rows + 2) * width);
        using var result = new PixelBuffer(rows * width);
        source.Pixels[..width].Fill(byte.MaxValue);
        for (var y = 0; y < page.Height; y += rows)
        {
            var count = Math.Min(rows, page.Height - y);
            Read(page, y, rows + 1, source.Pixels[width..], cancellationToken);
            if (y + count == page.Height)
                source.Pixels.Slice((count + 1) * width, width).Fill(byte.MaxValue);
            for (var i = 0; i < count; i++)
            {
                var around = source.Pixels.Slice(i * width, 3 * width);
                smoothing.Write(around[..width], around.Slice(width, width), around[(2 * width)..], result.Pixels.Slice(i * width, width));
            }

            writer.WriteRows(result.Pixels[..(count * width)]);
            source.Pixels.Slice(count * width, width).CopyTo(source.Pixels);
        }
    }

    private static Span<byte> Read(NetpbmReader page, int row, int rows, Span<byte> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var band = buffer[..(Math.Min(rows, page.Height - row) * page.Width)];
        page.ReadRows(row, band);
        return band;
    }
}
