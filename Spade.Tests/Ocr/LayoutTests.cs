using Spade.Documents.Pages;
using Spade.Rehearsal.Scans;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Ocr;

/// <summary>The layout of a sample: the real words in the places where its ink is.</summary>
[Collection(BusyEngine.Name)]
public sealed class LayoutTests
{
    private const byte Dark = 100;

    [Fact]
    public async Task The_words_of_the_letter_are_on_their_lines_and_their_boxes_cover_its_ink()
    {
        var page = PngPage.Read(await File.ReadAllBytesAsync(Samples.OnePage.FilePath));
        using var reader = new PageReader();

        var result = await reader.ReadAsync(page);

        var layout = result.Layout;
        Assert.Equal((1748, 2480, 595.0, 842.0, 0, TextSource.Ocr, "eng"),
            (layout.Width, layout.Height, layout.WidthPoints, layout.HeightPoints, layout.Rotation, layout.Source, layout.Language));
        Assert.InRange(CharacterErrorRate.Of(result.Text, Samples.OnePage.Text), 0, 0.002);
        AssertLines(layout);
        AssertWordsFollowText(result);
        AssertBoxesLieInside(layout);
        Assert.InRange(CoveredInk(page, layout), 0.95, 1);
    }

    // The letter is typeset in lines of its own, so its sentences are compared by where their words stand: below each other, or to the
    // right on the same line.
    private static void AssertLines(PageLayout layout)
    {
        var first = layout.Lines[0];
        Assert.Equal("To the Keeper of the Harbour Archive, Port Merrow", TextOf(first));
        Assert.Equal(["With kind regards,", "Edith Pascoe"], layout.Lines.TakeLast(2).Select(TextOf));
        // Lines of 11 points, 1.25 apart, at 300 dpi: some 65 pixels.
        foreach (var (above, below) in layout.Lines.Zip(layout.Lines.Skip(1)))
            Assert.InRange(below.Box.Top - above.Box.Top, 45, 160);
        foreach (var line in layout.Lines)
        {
            Assert.InRange(line.Box.Height, 20, 75);
            foreach (var (left, right) in line.Words.Zip(line.Words.Skip(1)))
                Assert.True(right.Box.Left >= left.Box.Left + left.Box.Width, $"{right.Text} is not right of {left.Text}");
        }
    }

    private static void AssertWordsFollowText(RecognizedPage result)
    {
        var position = 0;
        foreach (var word in result.Layout.Lines.SelectMany(line => line.Words))
        {
            var found = result.Text.IndexOf(word.Text, position, StringComparison.Ordinal);
            Assert.True(found >= 0, $"{word.Text} is not in the text where it should be");
            position = found + word.Text.Length;
            Assert.InRange(word.Confidence!.Value, 0, 100);
        }

        Assert.Equal(result.Layout.Lines.SelectMany(line => line.Words).Average(word => word.Confidence), result.Confidence);
    }

    private static void AssertBoxesLieInside(PageLayout layout)
    {
        foreach (var line in layout.Lines)
        {
            AssertInside(line.Box, new PixelBox(0, 0, layout.Width, layout.Height));
            Assert.All(line.Words, word => AssertInside(word.Box, line.Box));
        }
    }

    private static void AssertInside(PixelBox box, PixelBox outer)
    {
        Assert.True(box is { Width: > 0, Height: > 0 }, $"{box} is empty");
        Assert.True(
            box.Left >= outer.Left && box.Top >= outer.Top
            && box.Left + box.Width <= outer.Left + outer.Width && box.Top + box.Height <= outer.Top + outer.Height,
            $"{box} is not inside {outer}");
    }

    private static double CoveredInk(GrayPage page, PageLayout layout)
    {
        var covered = new bool[page.Width * page.Height];
        foreach (var box in layout.Lines.SelectMany(line => line.Words).Select(word => word.Box))
        {
            for (var y = box.Top; y < box.Top + box.Height; y++)
                covered.AsSpan(y * page.Width + box.Left, box.Width).Fill(true);
        }

        var (ink, inside) = (0, 0);
        for (var i = 0; i < covered.Length; i++)
        {
            if (page.Pixels[i] < Dark)
            {
                ink++;
                inside += covered[i] ? 1 : 0;
            }
        }

        return (double)inside / ink;
    }

    private static string TextOf(LayoutLine line) => string.Join(' ', line.Words.Select(word => word.Text));
}
