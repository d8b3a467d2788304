using System.Globalization;
using System.Text;

namespace Spade.Tests.Ocr;

/// <summary>PDFs of one page that has text of its own.</summary>
internal static class OwnTextPdf
{
    /// <summary>The lines of the page.</summary>
    public static IReadOnlyList<string> Lines { get; } =
    [
        "The ferry to the island leaves at seven in the morning",
        "and comes back before the lamps along the harbour are lit.",
        "Bring a coat, since the wind is cold on the open water,",
        "and something to eat: there is no kitchen on board.",
        "Children under six and dogs of any size travel free.",
        "Tickets are sold at the little office beside the crane.",
    ];

    /// <summary>The text of the page.</summary>
    public static string Text => string.Join(' ', Lines);

    /// <summary>Content that shows lines, the first one high up on the page.</summary>
    public static string Show(IEnumerable<string> lines, string state = "", int top = 760) =>
        $"BT {state} /F 16 Tf 24 TL 60 {top} Td " + string.Concat(lines.Select(line => $"({line}) Tj T* ")) + "ET ";

    /// <summary>The page in a font whose table of characters says what the text is.</summary>
    /// <param name="map">The character of each code; by default, what it is.</param>
    /// <param name="content">The page's content; by default, the lines.</param>
    public static byte[] Mapped(Func<char, int> map, string? content = null)
    {
        var table = new StringBuilder("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def\n");
        table.Append("1 begincodespacerange <20> <7E> endcodespacerange\n");
        foreach (var part in Enumerable.Range(' ', '~' - ' ' + 1).Chunk(50))
        {
            table.Append(CultureInfo.InvariantCulture, $"{part.Length} beginbfchar\n");
            foreach (var code in part)
                table.Append(CultureInfo.InvariantCulture, $"<{code:X2}> <{map((char)code):X4}>\n");
            table.Append("endbfchar\n");
        }

        table.Append("endcmap end end");
        return PdfScan.Of(content ?? Show(Lines))
            .Set(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>/Font<</F 8 0 R>>>>>>")
            .Set(8, "<</Type/Font/Subtype/TrueType/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode 9 0 R>>")
            .SetStream(9, "", Encoding.ASCII.GetBytes(table.ToString()))
            .ToArray();
    }
}
