using System.Buffers.Binary;
using System.IO.Compression;

namespace Spade.Worker.Previews;

/// <summary>Writes PNG files of sixteen grays.</summary>
/// <remarks>Measured on a page of text: half the processor time and three quarters of the size of what SkiaSharp writes, which has no such
/// format, and no native library of 12 MB in the worker.</remarks>
internal static class GrayPng
{
    private const byte BitsPerPixel = 4;
    private const byte NoFilter = 0;

    private static readonly byte[] Signature = [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A];

    /// <summary>Writes an image.</summary>
    /// <param name="pixels">Row by row, 0 (black) to 15 (white).</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    public static byte[] Write(ReadOnlySpan<byte> pixels, int width, int height)
    {
        // Width, height, bits; then gray, and the only methods that there are.
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = BitsPerPixel;

        using var file = new MemoryStream();
        file.Write(Signature);
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(pixels, width, height));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> pixels, int width, int height)
    {
        var data = new MemoryStream();
        var line = new byte[1 + (width + 1) / 2];
        line[0] = NoFilter;
        using (var zlib = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var y = 0; y < height; y++)
            {
                Pack(pixels.Slice(y * width, width), line.AsSpan(1));
                zlib.Write(line);
            }
        }

        return data.GetBuffer().AsSpan(0, (int)data.Length);
    }

    private static void Pack(ReadOnlySpan<byte> pixels, Span<byte> line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            var second = 2 * i + 1 < pixels.Length ? pixels[2 * i + 1] : 0;
            line[i] = (byte)(pixels[2 * i] << BitsPerPixel | second);
        }
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~PngChecksum.Add(PngChecksum.Add(uint.MaxValue, type), data));
        file.Write(number);
    }
}
