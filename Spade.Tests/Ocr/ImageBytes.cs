using System.Buffers.Binary;
using Spade.Rehearsal.Scans;

namespace Spade.Tests.Ocr;

/// <summary>Image files for tests in which Tesseract is a script.</summary>
internal static class ImageBytes
{
    /// <summary>A white page with a dark line: nothing is recognised on a blank one.</summary>
    public static byte[] Page { get; } = PngBytes.Of(
        640, 480, (x, y) => x is > 80 and < 560 && y is > 200 and < 220 ? (byte)0 : byte.MaxValue);

    /// <summary>A PNG's signature and header, without pixels.</summary>
    public static byte[] Png(int width, int height)
    {
        byte[] png = [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, .. new byte[8], 8, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        return png;
    }
}
