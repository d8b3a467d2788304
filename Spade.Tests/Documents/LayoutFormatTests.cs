using System.Text;
using System.Xml;
using System.Xml.Linq;
using Spade.Api.Documents;
using Spade.Documents.Formats;
using Spade.Documents.Pages;

namespace Spade.Tests.Documents;

/// <summary>hOCR and TSV of pages that a PDF's own text can make awkward.</summary>
public sealed class LayoutFormatTests
{
    private static readonly LayoutHeading Heading = new("id", "a<b>&\"c\"\u0001.pdf", "chi_sim+deu");

    [Theory]
    [InlineData("a&b", "a&b")]
    [InlineData("<b>", "<b>")]
    [InlineData("\"'", "\"'")]
    [InlineData("-->", "-->")]
    [InlineData("]]>", "]]>")]
    [InlineData("&amp;", "&amp;")]
    [InlineData("\U0001F600", "\U0001F600")]
    [InlineData("a\u0000b", "a\uFFFDb")]
    [InlineData("\uFFFE", "\uFFFD")]
    [InlineData("\u001B[0m", "\uFFFD[0m")]
    public void Any_word_is_valid_in_hocr(string word, string read)
    {
        var document = Hocr(Layout(Line(1, 1, word)));
        Assert.Equal(read, Classes(document, "ocrx_word").Single().Value);
        Assert.Equal("a<b>&\"c\"\uFFFD.pdf", document.Descendants().Single(element => element.Name.LocalName == "title").Value);
    }

    // Not by InlineData, which cannot carry half a character.
    [Fact]
    public void Half_a_character_is_replaced()
    {
        Any_word_is_valid_in_hocr("a\uD83D", "a\uFFFD");
        Any_word_is_valid_in_hocr("\uDE00a", "\uFFFDa");
    }

    [Fact]
    public void The_example_in_the_api_s_description_is_what_is_written()
    {
        var word = new PixelBox(200, 200, 200, 40);
        var line = new LayoutLine(1, 1, new PixelBox(200, 200, 420, 40),
            [new LayoutWord("Meeting", word, 96.3), new LayoutWord("notes", word with { Left = 420 }, 93.1)]);
        var layout = new PageLayout(2480, 3508, 595.2, 841.92, 0, 0, TextSource.Ocr, "eng", [line]);
        Assert.Equal(DocumentExamples.Hocr, Written(new HocrFormat(), layout, new LayoutHeading("id", "notes.pdf", "eng")));
        Assert.Equal(DocumentExamples.Tsv, Written(new TsvFormat(), layout, Heading));
    }

    [Theory]
    [InlineData("a\tb", "a b")]
    [InlineData("a\nb", "a b")]
    [InlineData("a\r\u0085\u2028b", "a   b")]
    [InlineData("\"quoted", "\"quoted")]
    public void Any_word_is_one_field_of_one_row_of_tsv(string word, string read)
    {
        var rows = Tsv(Layout(Line(1, 1, word)));
        Assert.Equal(5, rows.Count);
        Assert.Equal(read, rows[^1][11]);
    }

    [Fact]
    public void Blocks_and_paragraphs_hold_their_lines_and_keep_their_numbers()
    {
        var layout = Layout(Line(1, 1, "a"), Line(1, 2, "b"), Line(1, 2, "c"), Line(2, 1, "d"));
        Assert.Equal(
            ["1 0 0 0 0", "2 1 0 0 0", "3 1 1 0 0", "4 1 1 1 0", "5 1 1 1 1", "3 1 2 0 0", "4 1 2 1 0", "5 1 2 1 1", "4 1 2 2 0",
                "5 1 2 2 1", "2 2 0 0 0", "3 2 1 0 0", "4 2 1 1 0", "5 2 1 1 1"],
            Tsv(layout).Select(row => $"{row[0]} {row[2]} {row[3]} {row[4]} {row[5]}"));
        var hocr = Hocr(layout);
        Assert.Equal(
            ["block_1_1", "block_1_2"], Classes(hocr, "ocr_carea").Select(block => (string)block.Attribute("id")!));
        Assert.Equal(["a", "bc", "d"], Classes(hocr, "ocr_par").Select(paragraph => string.Concat(paragraph.Value.Where(char.IsLetter))));
    }

    [Fact]
    public void A_blank_page_is_a_page_without_words()
    {
        var blank = Layout();
        Assert.Equal(["1", "1", "0", "0", "0", "0", "0", "0", "1000", "2000", "-1", ""], Tsv(blank).Single());
        Assert.Empty(Classes(Hocr(blank), "ocr_page").Single().Elements());
    }

    [Fact]
    public void Text_of_a_page_s_own_has_no_confidence()
    {
        var layout = Layout(Line(1, 1, "own") with { Words = [new LayoutWord("own", new PixelBox(1, 2, 3, 4), null)] });
        Assert.Equal("-1", Tsv(layout)[^1][10]);
        Assert.Equal("bbox 1 2 4 6", (string?)Classes(Hocr(layout), "ocrx_word").Single().Attribute("title"));
    }

    [Fact]
    public void Languages_are_written_as_language_tags()
    {
        var document = Hocr(Layout(Line(1, 1, "a")) with { Language = "chi_sim+deu" });
        var meta = document.Descendants().Single(element => (string?)element.Attribute("name") == "ocr-langs");
        Assert.Equal("chi-sim deu", (string?)meta.Attribute("content"));
        Assert.Equal("chi-sim", (string?)Classes(document, "ocr_par").Single().Attribute("lang"));
    }

    private static LayoutLine Line(int block, int paragraph, string word)
    {
        var box = new PixelBox(10, 20, 30, 40);
        return new LayoutLine(block, paragraph, box, [new LayoutWord(word, box, 90)]);
    }

    private static PageLayout Layout(params LayoutLine[] lines) => new(1000, 2000, 240, 480, 0, 0, TextSource.Layer, "eng", lines);

    private static IEnumerable<XElement> Classes(XDocument document, string name) =>
        document.Descendants().Where(element => (string?)element.Attribute("class") == name);

    private static XDocument Hocr(PageLayout layout)
    {
        using var reader = XmlReader.Create(new StringReader(Written(new HocrFormat(), layout)));
        return XDocument.Load(reader);
    }

    private static List<string[]> Tsv(PageLayout layout) =>
        [.. Written(new TsvFormat(), layout).TrimEnd('\n').Split('\n').Skip(1).Select(row => row.Split('\t'))];

    private static string Written(ILayoutFormat format, PageLayout layout, LayoutHeading? heading = null)
    {
        var text = new StringBuilder();
        format.WriteHead(text, heading ?? Heading, pages: 1);
        format.WritePage(text, 1, layout);
        format.WriteFoot(text);
        return text.ToString();
    }
}
