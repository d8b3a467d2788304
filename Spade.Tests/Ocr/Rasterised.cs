using System.Globalization;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Ocr;

/// <summary>Makes image files of PDF pages: the machine's own encoders write what scanners write.</summary>
internal static class Rasterised
{
    /// <summary>The first page in gray.</summary>
    /// <param name="pdf">The document.</param>
    /// <param name="format"><c>png</c>, <c>jpeg</c> or <c>tiff</c>.</param>
    /// <param name="dpi">The resolution.</param>
    /// <param name="rotation">By how many degrees the page is turned clockwise first.</param>
    public static async Task<byte[]> OfAsync(byte[] pdf, string format, int dpi, int rotation = 0)
    {
        var folder = Directory.CreateTempSubdirectory("spade-test-");
        try
        {
            var input = Path.Combine(folder.FullName, "input.pdf");
            await File.WriteAllBytesAsync(input, pdf);
            await RunAsync("qpdf", Text($"--rotate=+{rotation}:1"), input, "--replace-input");
            var page = Path.Combine(folder.FullName, "page");
            await RunAsync("pdftoppm", "-gray", $"-{format}", "-r", Text($"{dpi}"), "-l", "1", input, page);
            return await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(folder.FullName, "page*")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var run = await ProcessRun.OfAsync(program, arguments);
        Assert.True(run.ExitCode == 0, $"{program}: {run.Error}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
