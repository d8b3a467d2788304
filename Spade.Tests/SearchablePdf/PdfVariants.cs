using Spade.Tests.Infrastructure;
using Spade.Tests.Ocr;

namespace Spade.Tests.SearchablePdf;

/// <summary>The same three scanned pages in PDF files of every make.</summary>
internal static class PdfVariants
{
    /// <summary>What <c>qpdf</c> makes of the pages with these arguments.</summary>
    public static async Task<byte[]> OfAsync(string arguments, byte[]? pdf = null)
    {
        var folder = Directory.CreateTempSubdirectory("spade-test-");
        try
        {
            var (input, output) = (Path.Combine(folder.FullName, "in.pdf"), Path.Combine(folder.FullName, "out.pdf"));
            await File.WriteAllBytesAsync(input, pdf ?? new PdfBytes().ToArray());
            var words = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word == "''" ? "" : word);
            var run = await ProcessRun.OfAsync("qpdf", [input, output, .. words]);
            Assert.True(run.ExitCode == 0, run.Error);
            return await File.ReadAllBytesAsync(output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A file with both a table and a stream of cross references, as some office programs write it.</summary>
    public static byte[] Hybrid()
    {
        var pdf = new PdfBytes().ToArray();
        var text = System.Text.Encoding.Latin1.GetString(pdf);
        var table = text.LastIndexOf("xref\n0", StringComparison.Ordinal);
        // Objects that only the stream lists: 12, and the stream itself, 13.
        var hidden = "12 0 obj\n<</Hidden true>>\nendobj\n";
        var stream = "13 0 obj\n<</Type/XRef/Size 14/W[1 4 1]/Index[12 2]/Length 12/Root 1 0 R>>\nstream\n";
        byte[] entries = [.. Entry(table), .. Entry(table + hidden.Length)];
        var tail = text[table..text.IndexOf("trailer", table, StringComparison.Ordinal)];
        var trailer = $"trailer\n<</Size 14/Root 1 0 R/XRefStm {table + hidden.Length}>>\nstartxref\n";
        var head = pdf.AsSpan(0, table).ToArray();
        var middle = System.Text.Encoding.Latin1.GetBytes(hidden + stream);
        var start = head.Length + middle.Length + entries.Length + "\nendstream\nendobj\n".Length;
        return
        [
            .. head, .. middle, .. entries, .. "\nendstream\nendobj\n"u8,
            .. System.Text.Encoding.Latin1.GetBytes($"{tail}{trailer}{start}\n%%EOF"),
        ];
    }

    private static byte[] Entry(int offset) => [1, (byte)(offset >> 24), (byte)(offset >> 16), (byte)(offset >> 8), (byte)offset, 0];
}
