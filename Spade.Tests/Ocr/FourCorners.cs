using Spade.Rehearsal.Scans;

namespace Spade.Tests.Ocr;

/// <summary>A page of four gray fields, A B above C D, which tells how it was turned, mirrored or cut.</summary>
internal static class FourCorners
{
    private const int Width = 64;
    private const int Height = 48;

    /// <summary>The page as a PDF.</summary>
    /// <param name="entries">Entries of the page besides its contents.</param>
    public static byte[] Pdf(string entries = "/MediaBox[0 0 64 48]") => new PdfBytes(entries)
        .SetStream(4, "", "0 g 0 24 32 24 re f .3 g 32 24 32 24 re f .6 g 0 0 32 24 re f .9 g 32 0 32 24 re f"u8.ToArray())
        .ToArray();

    /// <summary>The page as a gray PNG.</summary>
    public static byte[] Png(params byte[] more) => PngBytes.Of(Width, Height, Gray, more);

    /// <summary>The page in another format.</summary>
    /// <param name="target">What ImageMagick is told to write: its name of the format, and options before it.</param>
    public static Task<byte[]> WrittenAsync(params string[] target) => ImageMagick.ConvertAsync(Png(), target);

    /// <summary>The page as a JPEG whose EXIF tag has this value.</summary>
    public static async Task<byte[]> JpegAsync(byte orientation)
    {
        var jpeg = await WrittenAsync("jpeg");
        byte[] exif = [.. "Exif\0\0"u8, .. Exif(orientation)];
        return [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    /// <summary>The same for other formats.</summary>
    /// <param name="format"><c>jpeg</c>, <c>png</c>, <c>webp</c>, or <c>tiff</c> with the compression that ImageMagick is told to
    /// use.</param>
    /// <param name="orientation">1 to 8.</param>
    public static async Task<byte[]> TaggedAsync(string format, byte orientation)
    {
        switch (format)
        {
            case "jpeg":
                return await JpegAsync(orientation);
            case "png":
                return Png(PngBytes.Chunk("eXIf", Exif(orientation)));
            case "webp":
                byte[] chunks = [.. (await WrittenAsync("webp"))[12..], .. "EXIF"u8, 26, 0, 0, 0, .. Exif(orientation)];
                byte[] body = [.. "WEBPVP8X"u8, 10, 0, 0, 0, 8, 0, 0, 0, Width - 1, 0, 0, Height - 1, 0, 0, .. chunks];
                return [.. "RIFF"u8, .. BitConverter.GetBytes(body.Length), .. body];
            default:
                string[] names = ["TopLeft", "TopRight", "BottomRight", "BottomLeft", "LeftTop", "RightTop", "RightBottom", "LeftBottom"];
                var (kind, compression) = (format.Split(' ')[0], format.Split(' ')[1]);
                // Colours that differ from gray: a JPEG in a TIFF is then stored with its colours apart.
                return await WrittenAsync(
                    "-colorspace", "sRGB", "-type", "TrueColor", "-compress", compression, "-orient", names[orientation - 1], kind);
        }
    }

    /// <summary>What stands in the corners of an image: top left, top right, bottom left, bottom right; then its size.</summary>
    public static string Read(string pgm) => Read(File.ReadAllBytes(pgm));

    /// <summary>The same for a file's content.</summary>
    public static string Read(byte[] pgm)
    {
        var (width, height) = PgmSize.Of(pgm);
        var pixels = pgm.AsSpan(pgm.Length - width * height).ToArray();
        return $"{At(2, 2)}{At(width - 3, 2)}{At(2, height - 3)}{At(width - 3, height - 3)} {width}x{height}";

        char At(int x, int y) => "ABCD"[(pixels[y * width + x] + 38) / 77];
    }

    // An offset, one entry, and nothing after it.
    private static byte[] Exif(byte orientation) =>
        [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];

    private static byte Gray(int x, int y) => (x < Width / 2, y < Height / 2) switch
    {
        (true, true) => 0,
        (false, true) => 77,
        (true, false) => 153,
        (false, false) => 230,
    };
}
