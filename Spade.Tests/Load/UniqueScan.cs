using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Spade.Tests.Load;

/// <summary>Small scans that a worker recognises quickly, no two alike: the same bytes would be the same document.</summary>
internal static class UniqueScan
{
    private const int Width = 320;
    private const int Height = 80;

    /// <summary>A white page with a line across it and a comment that makes it unique.</summary>
    public static byte[] Png()
    {
        using var png = new MemoryStream();
        png.Write([0x89, .. "PNG\r\n"u8, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        header[8] = 8;
        Chunk(png, "IHDR"u8, header);
        Chunk(png, "tEXt"u8, Encoding.ASCII.GetBytes($"Comment\0{Guid.NewGuid()}"));
        Chunk(png, "IDAT"u8, Pixels());
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    /// <summary>The same with enough bytes appended that a slow upload stays above Kestrel's minimum, 240 bytes a second.</summary>
    public static byte[] LargePng() => [.. Png(), .. new byte[64 * 1024]];

    /// <summary>A PDF of this many small pages, each with its number and a unique word.</summary>
    public static byte[] Pdf(int pages)
    {
        var objects = new List<string>
        {
            "<< /Type /Catalog /Pages 2 0 R >>",
            $"<< /Type /Pages /Count {pages} /Kids [{Kids(pages)}] >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        };
        for (var page = 1; page <= pages; page++)
        {
            var text = $"BT /F 18 Tf 20 40 Td (Page {page} of {pages} says hello to all of you) Tj ET % {Guid.NewGuid()}";
            objects.Add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 360 90] "
                + $"/Resources << /Font << /F 3 0 R >> >> /Contents {3 + 2 * page} 0 R >>");
            objects.Add($"<< /Length {text.Length} >>\nstream\n{text}\nendstream");
        }

        return File(objects);
    }

    private static string Kids(int pages) => string.Join(' ', Enumerable.Range(1, pages).Select(page => $"{2 + 2 * page} 0 R"));

    private static byte[] File(List<string> objects)
    {
        var file = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        for (var number = 1; number <= objects.Count; number++)
        {
            offsets.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{number} 0 obj\n{objects[number - 1]}\nendobj\n");
        }

        var start = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
            file.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n");
        file.Append(CultureInfo.InvariantCulture, $"trailer << /Size {objects.Count + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(file.ToString());
    }

    private static byte[] Pixels()
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest))
        {
            for (var y = 0; y < Height; y++)
            {
                // Each row begins with its filter type: none.
                var row = new byte[Width + 1];
                row.AsSpan(1).Fill(y is > 38 and < 42 ? (byte)0 : byte.MaxValue);
                zlib.Write(row);
            }
        }

        return compressed.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Checksum([.. type, .. data]));
        png.Write(number);
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var checksum = uint.MaxValue;
        foreach (var value in bytes)
        {
            checksum ^= value;
            for (var bit = 0; bit < 8; bit++)
                checksum = (checksum >> 1) ^ ((checksum & 1) * 0xEDB88320);
        }

        return ~checksum;
    }
}
