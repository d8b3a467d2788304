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

    /// <summary>The page as a JPEG whose EXIF tag has this value.</summary>
    public static async Task<byte[]> JpegAsync(byte orientation)
    {
        var jpeg = await Rasterised.OfAsync(Pdf(), "jpeg", dpi: 72);
        byte[] exif = [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
        return [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    /// <summary>What stands in the corners of an image: top left, top right, bottom left, bottom right; then its size.</summary>
    public static string Read(string pgm)
    {
        var file = File.ReadAllBytes(pgm);
        var header = System.Text.Encoding.Latin1.GetString(file, 0, 20).Split('\n', 4);
        var (width, height) = (int.Parse(header[1].Split(' ')[0]), int.Parse(header[1].Split(' ')[1]));
        var pixels = file.AsSpan(file.Length - width * height).ToArray();
        return $"{At(2, 2)}{At(width - 3, 2)}{At(2, height - 3)}{At(width - 3, height - 3)} {width}x{height}";

        char At(int x, int y) => "ABCD"[(pixels[y * width + x] + 38) / 77];
    }
}
