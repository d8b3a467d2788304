using Spade.Documents.Pages;
using Spade.Tests.Infrastructure;
using Spade.Tests.Ocr;

namespace Spade.Tests.SearchablePdf;

/// <summary>Words lie where they were read, whatever way the page lies.</summary>
[Collection(BusyEngine.Name)]
public sealed class LayerPlaceTests
{
    private static readonly string[] Lines = ["The harbour office opens", "at nine o'clock on weekdays", "and closes before noon"];

    [Theory]
    [InlineData("/MediaBox[0 0 595.2 841.92]")]
    [InlineData("/MediaBox[-100 50 495.2 891.92]")]
    [InlineData("/MediaBox[0 0 900 1000]/CropBox[200 100 795.2 941.92]")]
    [InlineData("/MediaBox[0 0 595.2 841.92]/Rotate 180")]
    [InlineData("/MediaBox[0 0 595.2 841.92]/Rotate 360")]
    [InlineData("/MediaBox[0 0 841.92 595.2]/Rotate 90")]
    [InlineData("/MediaBox[0 0 841.92 595.2]/Rotate 270")]
    [InlineData("/MediaBox[0 0 841.92 595.2]/Rotate -90")]
    [InlineData("/MediaBox[0 0 1000 900]/CropBox[30 200 871.92 795.2]/Rotate 90")]
    [InlineData("/MediaBox[0 0 595.2 841.92]/UserUnit 2")]
    public async Task In_a_PDF_with_any_boxes(string boxes)
    {
        var layout = TestLayout.A4(Lines);
        using var pdf = await MadePdf.OfAsync(new PdfBytes(boxes).ToArray(), (1, layout));
        await AssertPlacesAsync(pdf, layout, 1);
        await pdf.CheckAsync(3);
    }

    [Theory]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(270)]
    public async Task On_a_page_that_was_turned_to_be_read(int rotation)
    {
        var upright = rotation == 180 ? TestLayout.A4(Lines) : TestLayout.Of(1754, 1240, Lines);
        var layout = upright with { Rotation = rotation };
        using var pdf = await MadePdf.OfAsync(new PdfBytes("/MediaBox[0 0 595.2 841.92]").ToArray(), (1, layout));
        await AssertPlacesAsync(pdf, layout, 1);
    }

    [Theory]
    [InlineData(0.7)]
    [InlineData(-2)]
    [InlineData(4.5)]
    public async Task On_a_page_that_was_straightened(double skew)
    {
        var layout = TestLayout.A4(Lines) with { Skew = skew };
        using var pdf = await MadePdf.OfAsync(new PdfBytes("/MediaBox[0 0 595.2 841.92]").ToArray(), (1, layout));
        await AssertPlacesAsync(pdf, layout, 8);
    }

    [Fact]
    public async Task On_a_page_that_was_turned_and_straightened_and_is_displayed_turned()
    {
        var layout = TestLayout.Of(1754, 1240, Lines) with { Rotation = 270, Skew = 1.5 };
        using var pdf = await MadePdf.OfAsync(new PdfBytes("/MediaBox[0 0 841.92 595.2]/Rotate 90").ToArray(), (1, layout));
        await AssertPlacesAsync(pdf, layout, 8);
    }

    [Theory]
    [InlineData(-1.5)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Long_lines_of_a_page_that_was_straightened_come_back_in_order(double skew)
    {
        string[] lines =
        [
            .. Enumerable.Range(1, 20).Select(line => $"line {line} of a page whose paper lay a little askew in the scanner that day"),
        ];
        using var pdf = await MadePdf.OfAsync(new PdfBytes().ToArray(), (1, TestLayout.A4(lines) with { Skew = skew }));
        Assert.Equal(string.Join(' ', lines), (await pdf.TextsAsync())[0]);
    }

    [Fact]
    public async Task A_stain_in_a_line_does_not_make_its_words_large()
    {
        var layout = TestLayout.A4(Lines);
        var stained = layout with { Lines = [layout.Lines[0] with { Box = new PixelBox(150, 20, 800, 400) }, .. layout.Lines.Skip(1)] };
        using var pdf = await MadePdf.OfAsync(new PdfBytes("/MediaBox[0 0 595.2 841.92]").ToArray(), (1, stained));
        await AssertPlacesAsync(pdf, layout, 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public async Task Words_whose_boxes_touch_or_overlap_stay_apart(int overlap)
    {
        var layout = TestLayout.A4("for any meaning in it");
        var line = layout.Lines[0];
        var touching = line.Words.Zip(line.Words.Skip(1), (word, next) => word with
        {
            Box = word.Box with { Width = next.Box.Left - word.Box.Left + overlap },
        });
        using var pdf = await MadePdf.OfAsync(
            new PdfBytes().ToArray(), (1, layout with { Lines = [line with { Words = [.. touching, line.Words[^1]] }] }));
        Assert.Equal("for any meaning in it", (await pdf.TextsAsync())[0]);
    }

    private static async Task AssertPlacesAsync(MadePdf pdf, PageLayout layout, double distance)
    {
        var words = (await pdf.WordsAsync()).ToDictionary(word => word.Text);
        foreach (var expected in layout.Places())
            words[expected.Text].AssertNear(expected, distance);
        // By the places of words pdftotext takes lines that are written upwards in the wrong order, whatever file they are in.
        Assert.Equal(string.Join(' ', Lines), (await pdf.TextsAsync(inFileOrder: layout is not { Rotation: 0, Skew: > -3 and < 3 }))[0]);
    }
}
