using System.Buffers.Binary;
using System.IO.Compression;

namespace Spade.Tests.Ocr;

/// <summary>Decodes gray PNG files of up to 8 bits, as previews and the samples are.</summary>
internal static class PngPage
{
    public static GrayPage Read(ReadOnlyMemory<byte> file)
    {
        var chunks = Chunks(file).ToList();
        var header = chunks.Single(chunk => chunk.Type == "IHDR").Data.Span;
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header[4..]));
        var bits = header[8];
        Assert.Equal([0, 0, 0, 0], header[9..].ToArray());
        using var data = new MemoryStream([.. chunks.Where(chunk => chunk.Type == "IDAT").SelectMany(chunk => chunk.Data.ToArray())]);
        using var zlib = new ZLibStream(data, CompressionMode.Decompress);
        var page = new GrayPage(width, height);
        var length = (width * bits + 7) / 8;
        var (above, row) = (new byte[length], new byte[length]);
        for (var y = 0; y < height; y++)
        {
            var filter = zlib.ReadByte();
            zlib.ReadExactly(row);
            Unfilter(filter, row, above, Math.Max(1, bits / 8));
            for (var x = 0; x < width; x++)
            {
                var shift = 8 - bits - x * bits % 8;
                page[x, y] = (byte)(((row[x * bits / 8] >> shift) & ((1 << bits) - 1)) * 255 / ((1 << bits) - 1));
            }

            (above, row) = (row, above);
        }

        Assert.Equal(-1, zlib.ReadByte());
        return page;
    }

    private static IEnumerable<(string Type, ReadOnlyMemory<byte> Data)> Chunks(ReadOnlyMemory<byte> file)
    {
        Assert.Equal([0x89, .. "PNG\r\n"u8, 0x1A, 0x0A], file[..8].ToArray());
        for (var rest = file[8..]; rest.Length > 0;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(rest.Span);
            yield return (System.Text.Encoding.ASCII.GetString(rest.Span.Slice(4, 4)), rest.Slice(8, length));
            rest = rest[(12 + length)..];
        }
    }

    private static void Unfilter(int filter, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var (left, corner) = i < step ? (0, 0) : (row[i - step], above[i - step]);
            row[i] += (byte)(filter switch
            {
                0 => 0,
                1 => left,
                2 => above[i],
                3 => (left + above[i]) / 2,
                4 => Paeth(left, above[i], corner),
                _ => throw new InvalidDataException($"{filter} is no filter."),
            });
        }
    }

    private static int Paeth(int left, int above, int corner)
    {
        var estimate = left + above - corner;
        var (toLeft, toAbove, toCorner) = (Math.Abs(estimate - left), Math.Abs(estimate - above), Math.Abs(estimate - corner));
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
