using System.Globalization;
using System.Text;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Ocr;

/// <summary>PDFs of one scanned page, the first of <see cref="PdfBytes"/>, each written by a scanner of another kind.</summary>
internal static class PdfScan
{
    private const int Width = 1240;
    private const int Height = 1754;

    /// <summary>The page's only picture, as gray pixels.</summary>
    public static byte[] Gray { get; } = Inflate(PdfBytes.FirstImageData);

    /// <summary>The page with this content.</summary>
    /// <param name="content">The page's content; the picture is <c>/I</c>, a font is <c>/F</c>.</param>
    /// <param name="page">Entries of the page besides its content and resources.</param>
    /// <param name="image">The picture's dictionary and data; gray by default.</param>
    /// <param name="resources">Further resources.</param>
    public static PdfBytes Of(
        string content = "q 595 0 0 842 0 0 cm /I Do Q", string page = "/MediaBox[0 0 595 842]",
        (string Entries, byte[] Data)? image = null, string resources = "")
    {
        var (entries, data) = image ?? ("/ColorSpace/DeviceGray/BitsPerComponent 8", Gray);
        return new PdfBytes()
            .SetTree("/Count 1/Kids[3 0 R]")
            .Set(3, "<</Type/Page/Parent 2 0 R" + page + "/Contents 4 0 R/Resources<</XObject<</I 5 0 R/J 8 0 R>>"
                + "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>" + resources + ">>>>")
            .SetStream(4, "", Encoding.ASCII.GetBytes(content))
            .SetStream(5, Text($"/Type/XObject/Subtype/Image/Width {Width}/Height {Height}{entries}"), data);
    }

    /// <summary>The picture in black and white, one bit per pixel.</summary>
    /// <param name="black">The bit that stands for black.</param>
    public static byte[] Bits(int black)
    {
        var rowBytes = (Width + 7) / 8;
        var bits = new byte[rowBytes * Height];
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                if (Gray[y * Width + x] < 128 == (black == 1))
                    bits[y * rowBytes + x / 8] |= (byte)(0x80 >> (x % 8));
            }
        }

        return bits;
    }

    /// <summary>The picture as a JPEG.</summary>
    /// <param name="program"><c>pdftoppm</c> or <c>pdftocairo</c>.</param>
    /// <param name="options">Which kind of JPEG it writes.</param>
    public static async Task<byte[]> JpegAsync(string program, params string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("spade-test-");
        try
        {
            var input = Path.Combine(folder.FullName, "input.pdf");
            await File.WriteAllBytesAsync(input, Of().ToArray());
            string[] arguments = [.. options, "-scale-to-x", Text($"{Width}"), "-scale-to-y", Text($"{Height}")];
            var run = await ProcessRun.OfAsync(program, [.. arguments, input, Path.Combine(folder.FullName, "page")]);
            Assert.True(run.ExitCode == 0, run.Error);
            return await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(folder.FullName, "page*")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] Inflate(byte[] data)
    {
        using var stream = new System.IO.Compression.ZLibStream(
            new MemoryStream(data), System.IO.Compression.CompressionMode.Decompress);
        var pixels = new byte[Width * Height];
        stream.ReadExactly(pixels);
        return pixels;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
