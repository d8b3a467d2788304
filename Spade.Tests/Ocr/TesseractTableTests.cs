using Spade.Documents.Pages;
using Spade.Worker.Engine;

namespace Spade.Tests.Ocr;

/// <summary>Tesseract's table becomes lines and words.</summary>
public sealed class TesseractTableTests
{
    private const string Head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n";
    private const string Page = "1\t1\t0\t0\t0\t0\t0\t0\t200\t100\t-1\t\n";

    [Fact]
    public void Lines_hold_their_words_with_boxes_and_confidences()
    {
        var table = Parse(Page
            + "2\t1\t1\t0\t0\t0\t0\t0\t200\t100\t-1\t\n3\t1\t1\t1\t0\t0\t0\t0\t200\t100\t-1\t\n4\t1\t1\t1\t1\t0\t0\t0\t200\t100\t-1\t\n"
            + "5\t1\t1\t1\t1\t1\t10\t20\t30\t8\t96.123456\tTwo\n5\t1\t1\t1\t1\t2\t50\t18\t40\t12\t90\twords\n"
            + "4\t1\t1\t2\t1\t0\t0\t50\t200\t20\t-1\t\n5\t1\t1\t2\t1\t1\t10\t50\t60\t20\t83.5\tBelow\n");
        Assert.True(table.HasPage);
        Assert.Equal(2, table.Lines.Count);
        var (first, second) = (table.Lines[0], table.Lines[1]);
        Assert.Equal((1, 1, new PixelBox(10, 18, 80, 12)), (first.Block, first.Paragraph, first.Box));
        Assert.Equal(
            [new LayoutWord("Two", new PixelBox(10, 20, 30, 8), 96.12), new LayoutWord("words", new PixelBox(50, 18, 40, 12), 90)],
            first.Words);
        Assert.Equal((1, 2, "Below"), (second.Block, second.Paragraph, Assert.Single(second.Words).Text));
        Assert.Equal(3, table.Words);
        Assert.Equal((96.12 + 90 + 83.5) / 3, table.Confidence!.Value, 6);
    }

    [Fact]
    public void Words_of_white_space_and_lines_without_words_are_left_out()
    {
        var table = Parse(Page + Line(1) + Word(" ") + Line(2) + Word("") + Line(3) + Word("word") + Word("\u00A0"));
        Assert.Equal("word", Assert.Single(Assert.Single(table.Lines).Words).Text);
    }

    [Theory]
    [InlineData("-5\t-5\t50\t50", 0, 0, 50, 50)]
    [InlineData("180\t90\t50\t50", 180, 90, 20, 10)]
    [InlineData("500\t500\t5\t5", 199, 99, 1, 1)]
    [InlineData("10\t10\t0\t0", 10, 10, 1, 1)]
    public void A_box_lies_inside_the_page_and_is_never_empty(string box, int left, int top, int width, int height)
    {
        var table = Parse(Page + Line(1) + $"5\t1\t1\t1\t1\t1\t{box}\t90\tword\n");
        Assert.Equal(new PixelBox(left, top, width, height), Assert.Single(table.Lines).Words[0].Box);
    }

    [Fact]
    public void Control_characters_do_not_get_into_words() =>
        Assert.Equal("ab", Assert.Single(Parse(Page + Line(1) + Word("a\0\fb")).Lines).Words[0].Text);

    [Fact]
    public void A_table_without_a_page_says_so() => Assert.False(Parse("").HasPage);

    [Fact]
    public void Text_has_a_line_for_each_line_and_an_empty_one_between_paragraphs()
    {
        var table = Parse(Page + Line(1) + Word("one") + Word("two") + Line(2) + Word("three")
            + Line(1, paragraph: 2) + Word("four", paragraph: 2) + Line(1, block: 2) + Word("five", block: 2));
        var layout = new PageLayout(200, 100, 48, 24, 0, 0, TextSource.Ocr, "eng", table.Lines);
        Assert.Equal("one two\nthree\n\nfour\n\nfive\n", LayoutText.Of(layout));
    }

    private static TesseractTable Parse(string rows) => TesseractTable.Parse(Head + rows, width: 200, height: 100);

    private static string Line(int number, int block = 1, int paragraph = 1) =>
        $"4\t1\t{block}\t{paragraph}\t{number}\t0\t0\t0\t9\t9\t-1\t\n";

    private static string Word(string text, int block = 1, int paragraph = 1) =>
        $"5\t1\t{block}\t{paragraph}\t1\t1\t10\t10\t9\t9\t90\t{text}\n";
}
