using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Ocr;

/// <summary>Writes PDF files of three scanned pages, object by object, so that each can be made wrong in one way.</summary>
/// <remarks>Objects: 1 the catalog, 2 the page tree, then for each page the page itself, its content and its image: 3 to 5, 6 to 8, 9 to
/// 11.</remarks>
internal sealed partial class PdfBytes
{
    public const int Tree = 2;
    public const int SecondPage = 6;
    public const int SecondContent = 7;
    public const int SecondImage = 8;

    private const string Content = "q 595 0 0 842 0 0 cm /I Do Q";
    private static readonly Lazy<IReadOnlyList<(string Dictionary, byte[] Data)>> Images = new(ReadImages);

    private readonly SortedDictionary<int, byte[]> _objects = [];

    /// <param name="boxes">What each page says of its boxes.</param>
    public PdfBytes(string boxes = "/MediaBox[0 0 595 842]")
    {
        Set(1, "<</Type/Catalog/Pages 2 0 R>>");
        SetTree("/Count 3/Kids[3 0 R 6 0 R 9 0 R]");
        for (var i = 0; i < 3; i++)
        {
            var page = 3 + 3 * i;
            Set(page, Text($"<</Type/Page/Parent 2 0 R{boxes}/Contents {page + 1} 0 R/Resources<</XObject<</I {page + 2} 0 R>>>>>>"));
            SetStream(page + 1, "", Encoding.ASCII.GetBytes(Content));
            SetStream(page + 2, Images.Value[i].Dictionary, Images.Value[i].Data);
        }
    }

    /// <summary>What is written on the pages.</summary>
    public static IReadOnlyList<string> Texts { get; } =
        ["Sheet one of the ledger", "Sheet two of the ledger", "Sheet three of the ledger"];

    /// <summary>The bytes of the first page's image, compressed.</summary>
    public static byte[] FirstImageData => Images.Value[0].Data;

    /// <summary>The bytes of the second page's image, compressed.</summary>
    public static byte[] SecondImageData => Images.Value[1].Data;

    public PdfBytes SetTree(string entries) => Set(Tree, $"<</Type/Pages{entries}>>");

    public PdfBytes Set(int number, string body)
    {
        _objects[number] = Encoding.Latin1.GetBytes(body);
        return this;
    }

    public PdfBytes SetStream(int number, string entries, byte[] data)
    {
        _objects[number] = [.. Encoding.ASCII.GetBytes(Text($"<<{entries}/Length {data.Length}>>\nstream\n")), .. data, .. "\nendstream"u8];
        return this;
    }

    /// <summary>Makes the second page's image one with this filter and this data.</summary>
    public PdfBytes SetSecondImage(string filter, byte[] data, int bits = 8) => SetStream(
        SecondImage,
        Text($"/Type/XObject/Subtype/Image/Width 1240/Height 1754/ColorSpace/DeviceGray/BitsPerComponent {bits}{filter}"),
        data);

    public PdfBytes Remove(int number)
    {
        _objects.Remove(number);
        return this;
    }

    public byte[] ToArray()
    {
        using var file = new MemoryStream();
        file.Write("%PDF-1.4\n"u8);
        Dictionary<int, long> offsets = [];
        foreach (var (number, body) in _objects)
        {
            offsets[number] = file.Position;
            file.Write([.. Encoding.ASCII.GetBytes(Text($"{number} 0 obj\n")), .. body, .. "\nendobj\n"u8]);
        }

        var start = file.Position;
        var size = _objects.Keys.Max() + 1;
        var trailer = new StringBuilder(Text($"xref\n0 {size}\n0000000000 65535 f \n"));
        for (var number = 1; number < size; number++)
            trailer.Append(offsets.TryGetValue(number, out var offset) ? Text($"{offset:D10} 00000 n \n") : "0000000000 00000 f \n");
        trailer.Append(Text($"trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"));
        file.Write(Encoding.ASCII.GetBytes(trailer.ToString()));
        return file.ToArray();
    }

    private static IReadOnlyList<(string Dictionary, byte[] Data)> ReadImages()
    {
        var bytes = Inputs.Read("page-count-says-1-of-3.pdf");
        var text = Encoding.Latin1.GetString(bytes);
        return
        [
            .. ImageHead().Matches(text).Select(match =>
            {
                var length = int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
                return (match.Groups[1].Value, bytes.AsSpan(match.Index + match.Length, length).ToArray());
            }),
        ];
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"<<(/Type/XObject/Subtype/Image[^>]*)/Length ([0-9]+)>>\nstream\n")]
    private static partial Regex ImageHead();
}
