namespace Spade.Worker.Pixels;

/// <summary>Turns a page by a quarter, a half or three quarters.</summary>
internal static class ImageTurn
{
    /// <summary>Most bytes of the image that are in memory at once: about 1,200 columns of an A4 page at 300 dpi.</summary>
    private const int BandBytes = 4 * 1024 * 1024;

    // A tile of rows and columns stays in the processor's cache while it is turned.
    private const int TileRows = 64;
    private const int TileColumns = 64;

    /// <summary>Writes a turned copy.</summary>
    /// <param name="source">The page.</param>
    /// <param name="target">The file to write.</param>
    /// <param name="degrees">90, 180 or 270, clockwise.</param>
    /// <param name="cancellationToken">Checked between bands.</param>
    public static void Write(NetpbmReader source, string target, int degrees, CancellationToken cancellationToken)
    {
        switch (degrees)
        {
            case 90:
                WriteQuarter(source, target, clockwise: true, cancellationToken);
                break;
            case 180:
                WriteHalf(source, target, cancellationToken);
                break;
            case 270:
                WriteQuarter(source, target, clockwise: false, cancellationToken);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(degrees), degrees, "A page is turned by 90, 180 or 270 degrees.");
        }
    }

    private static void WriteHalf(NetpbmReader source, string target, CancellationToken cancellationToken)
    {
        using var writer = new PgmWriter(target, source.Width, source.Height);
        var rows = Math.Clamp(BandBytes / source.Width, 1, source.Height);
        using var buffer = new PixelBuffer(rows * source.Width);
        for (var end = source.Height; end > 0; end -= rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = Math.Max(0, end - rows);
            var band = buffer.Pixels[..((end - start) * source.Width)];
            source.ReadRows(start, band);
            band.Reverse();
            writer.WriteRows(band);
        }
    }

    // A row of the result is a column of the page: from below in a clockwise turn, where the left column comes first.
    private static void WriteQuarter(NetpbmReader source, string target, bool clockwise, CancellationToken cancellationToken)
    {
        using var writer = new PgmWriter(target, source.Height, source.Width);
        var columns = Math.Clamp(BandBytes / source.Height, 1, source.Width);
        using var result = new PixelBuffer(columns * source.Height);
        using var strip = new PixelBuffer(columns * TileRows);
        for (var done = 0; done < source.Width; done += columns)
        {
            var count = Math.Min(columns, source.Width - done);
            var band = result.Pixels[..(count * source.Height)];
            var first = clockwise ? done : source.Width - done - count;
            for (var row = 0; row < source.Height; row += TileRows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var rows = Math.Min(TileRows, source.Height - row);
                var part = strip.Pixels[..(rows * count)];
                for (var i = 0; i < rows; i++)
                    source.ReadPart(row + i, first, part.Slice(i * count, count));
                TurnStrip(part, band, row, rows, clockwise);
            }

            writer.WriteRows(band);
        }
    }

    /// <summary>Puts some rows of the page where they belong in the band.</summary>
    private static void TurnStrip(ReadOnlySpan<byte> strip, Span<byte> band, int row, int rows, bool clockwise)
    {
        var count = strip.Length / rows;
        var height = band.Length / count;
        for (var tile = 0; tile < count; tile += TileColumns)
        {
            for (var column = tile; column < Math.Min(tile + TileColumns, count); column++)
            {
                var line = clockwise
                    ? band.Slice(column * height + height - row - rows, rows)
                    : band.Slice((count - 1 - column) * height + row, rows);
                var position = column;
                for (var i = 0; i < line.Length; i++, position += count)
                    line[i] = strip[position];
                if (clockwise)
                    line.Reverse();
            }
        }
    }
}
