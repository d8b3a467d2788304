using System.Globalization;
using System.Text;

namespace Spade.Rehearsal.Scans;

/// <summary>Small scans that a worker recognises quickly, no two alike: the same bytes would be the same document.</summary>
internal static class UniqueScan
{
    private const int Width = 320;
    private const int Height = 80;

    /// <summary>A white page with a line across it and a comment that makes it unique.</summary>
    public static byte[] Png() => PngBytes.Of(
        Width, Height, (_, y) => y is > 38 and < 42 ? (byte)0 : byte.MaxValue,
        PngBytes.Chunk("tEXt", Encoding.ASCII.GetBytes($"Comment\0{Guid.NewGuid()}")));

    /// <summary>The same with enough bytes appended that a slow upload stays above Kestrel's minimum, 240 bytes a second.</summary>
    public static byte[] LargePng() => [.. Png(), .. new byte[64 * 1024]];

    /// <summary>A PDF of this many small pages, each with its number. Their text is always the same; a comment makes the bytes
    /// unique.</summary>
    /// <param name="pages">How many.</param>
    /// <param name="comment">Bytes of a comment that makes the file larger.</param>
    public static byte[] Pdf(int pages, int comment = 0)
    {
        var objects = new List<string>
        {
            "<< /Type /Catalog /Pages 2 0 R >>",
            $"<< /Type /Pages /Count {pages} /Kids [{Kids(pages)}] >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        };
        for (var page = 1; page <= pages; page++)
        {
            var text = $"BT /F 18 Tf 20 40 Td ({TextOf(page, pages)}) Tj ET % {Guid.NewGuid()}";
            objects.Add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 360 90] "
                + $"/Resources << /Font << /F 3 0 R >> >> /Contents {3 + 2 * page} 0 R >>");
            objects.Add($"<< /Length {text.Length} >>\nstream\n{text}\nendstream");
        }

        return File(objects, comment);
    }

    /// <summary>The text of a page of <see cref="Pdf"/>.</summary>
    public static string TextOf(int page, int pages) => $"Page {page} of {pages} says hello to all of you";

    private static string Kids(int pages) => string.Join(' ', Enumerable.Range(1, pages).Select(page => $"{2 + 2 * page} 0 R"));

    private static byte[] File(List<string> objects, int comment)
    {
        var file = new StringBuilder("%PDF-1.4\n%").Append('.', comment).Append('\n');
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
}
