using System.Globalization;
using System.Text;

namespace Spade.Tests.Ocr;

/// <summary>PDF files of many blank pages, an inch in size: what costs time on them is not under test.</summary>
internal static class BlankPdf
{
    /// <summary>Makes a file that no other call makes.</summary>
    public static byte[] Of(int pages)
    {
        var file = new StringBuilder(Text($"%PDF-1.4\n% {Guid.NewGuid()}\n"));
        List<int> offsets = [];
        Add("<</Type/Catalog/Pages 2 0 R>>");
        Add(Text($"<</Type/Pages/Count {pages}/Kids[{string.Join(' ', Enumerable.Range(3, pages).Select(page => $"{page} 0 R"))}]>>"));
        for (var page = 0; page < pages; page++)
            Add("<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]/Resources<<>>>>");
        var start = file.Length;
        file.Append(Text($"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n"));
        offsets.ForEach(offset => file.Append(Text($"{offset:D10} 00000 n \n")));
        file.Append(Text($"trailer\n<</Size {offsets.Count + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"));
        return Encoding.ASCII.GetBytes(file.ToString());

        void Add(string body)
        {
            offsets.Add(file.Length);
            file.Append(Text($"{offsets.Count} 0 obj\n{body}\nendobj\n"));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
