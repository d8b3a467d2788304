using System.Numerics;

namespace Spade.Worker.Pixels;

/// <summary>Makes an image smaller. Each pixel becomes the mean of the area that it stands for, so that thin strokes turn gray instead of
/// breaking up.</summary>
internal static class AreaScaling
{
    /// <summary>Reads a page at a smaller size.</summary>
    /// <param name="page">The page.</param>
    /// <param name="width">Columns of the result; at most the page's.</param>
    /// <param name="height">Rows of the result; at most the page's.</param>
    /// <param name="result">Receives the pixels.</param>
    /// <param name="cancellationToken">Checked between rows.</param>
    public static void Read(NetpbmReader page, int width, int height, Span<byte> result, CancellationToken cancellationToken)
    {
        var columns = AreaSpan.Divide(page.Width, width);
        var rows = AreaSpan.Divide(page.Height, height);
        using var buffer = new PixelBuffer(rows.Max(span => span.Count) * page.Width);
        var sums = new uint[page.Width];
        for (var y = 0; y < height; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var span = rows[y];
            var band = buffer.Pixels[..(span.Count * page.Width)];
            page.ReadRows(span.First, band);
            Array.Clear(sums);
            for (var row = 0; row < span.Count; row++)
                AddRow(band.Slice(row * page.Width, page.Width), (uint)span.WeightOf(span.First + row), sums);
            WriteRow(sums, columns, span.Total, result.Slice(y * width, width));
        }
    }

    // A whole vector at once: every pixel of the page passes here.
    private static void AddRow(ReadOnlySpan<byte> row, uint weight, Span<uint> sums)
    {
        var part = Vector<uint>.Count;
        var i = 0;
        for (; i <= row.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(row[i..]), out var lower, out var upper);
            Add(lower, sums[i..]);
            Add(upper, sums[(i + 2 * part)..]);
        }

        for (; i < row.Length; i++)
            sums[i] += row[i] * weight;

        void Add(Vector<ushort> pixels, Span<uint> target)
        {
            Vector.Widen(pixels, out var lower, out var upper);
            (new Vector<uint>(target) + lower * weight).CopyTo(target);
            (new Vector<uint>(target[part..]) + upper * weight).CopyTo(target[part..]);
        }
    }

    private static void WriteRow(ReadOnlySpan<uint> sums, AreaSpan[] columns, int weightOfRows, Span<byte> row)
    {
        for (var x = 0; x < row.Length; x++)
        {
            var span = columns[x];
            var sum = sums[span.First] * (ulong)span.FirstWeight + sums[span.Last] * (ulong)span.LastWeight;
            var between = 0UL;
            for (var i = span.First + 1; i < span.Last; i++)
                between += sums[i];
            var total = (ulong)span.Total * (ulong)weightOfRows;
            row[x] = (byte)((sum + between * AreaSpan.Whole + total / 2) / total);
        }
    }
}
