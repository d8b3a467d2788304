using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Spade.Rehearsal.Scans;

/// <summary>Writes PNG files of gray pixels.</summary>
internal static class PngBytes
{
    /// <summary>A whole file.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="gray">The pixel in a column and a row.</param>
    /// <param name="more">Chunks between header and pixels.</param>
    public static byte[] Of(int width, int height, Func<int, int, byte> gray, params byte[] more) =>
    [
        0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Header(width, height), .. more, .. Chunk("IDAT", Pixels(width, height, gray)),
        .. Chunk("IEND", []),
    ];

    /// <summary>A chunk with its length and checksum.</summary>
    public static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        return [.. BigEndian((uint)data.Length), .. body, .. BigEndian(Checksum(body))];
    }

    private static byte[] Header(int width, int height) =>
        Chunk("IHDR", [.. BigEndian((uint)width), .. BigEndian((uint)height), 8, 0, 0, 0, 0]);

    private static byte[] Pixels(int width, int height, Func<int, int, byte> gray)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest))
        {
            for (var y = 0; y < height; y++)
            {
                // Each row begins with its filter type: none.
                var row = new byte[width + 1];
                for (var x = 0; x < width; x++)
                    row[x + 1] = gray(x, y);
                zlib.Write(row);
            }
        }

        return compressed.ToArray();
    }

    private static byte[] BigEndian(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
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
