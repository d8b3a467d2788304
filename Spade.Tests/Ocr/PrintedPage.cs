using System.Globalization;
using System.Text;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Ocr;

/// <summary>Prints lines of text on an A4 page, in Helvetica, and draws it at 300 dpi.</summary>
internal static class PrintedPage
{
    private const int FontObject = 12;

    /// <summary>Prints a page.</summary>
    /// <param name="lines">One below the other, from near the top on.</param>
    /// <param name="points">Size of the letters.</param>
    /// <param name="tilt">By how many degrees the print is turned clockwise about the page's centre.</param>
    public static async Task<GrayPage> OfAsync(IReadOnlyList<string> lines, double points = 12, double tilt = 0)
    {
        var folder = Directory.CreateTempSubdirectory("spade-test-");
        try
        {
            var pdf = Path.Combine(folder.FullName, "input.pdf");
            await File.WriteAllBytesAsync(pdf, Pdf(lines, points, tilt));
            var page = Path.Combine(folder.FullName, "page");
            var run = await ProcessRun.OfAsync("pdftoppm", ["-gray", "-r", "300", "-l", "1", "-singlefile", pdf, page]);
            Assert.True(run.ExitCode == 0, run.Error);
            return GrayPage.Load(page + ".pgm");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] Pdf(IReadOnlyList<string> lines, double points, double tilt)
    {
        var (sine, cosine) = Math.SinCos(-tilt * Math.PI / 180);
        var content = new StringBuilder()
            .Append(Text($"1 0 0 1 297.5 421 cm {cosine:F6} {sine:F6} {-sine:F6} {cosine:F6} 0 0 cm 1 0 0 1 -297.5 -421 cm "))
            .Append(Text($"BT /F {points} Tf {1.3 * points} TL 72 740 Td "));
        foreach (var line in lines)
            content.Append(Text($"({line.Replace("(", "\\(").Replace(")", "\\)")}) Tj T* "));
        return new PdfBytes()
            .Set(3, Text($"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F {FontObject} 0 R>>>>>>"))
            .SetStream(4, "", Encoding.Latin1.GetBytes(content.Append("ET").ToString()))
            .Set(FontObject, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
            .ToArray();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
