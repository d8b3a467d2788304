using Spade.Rehearsal.Scans;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Ocr;

/// <summary>The print of a page is level before it is recognised: with three degrees of tilt Tesseract loses most of the text.</summary>
[Collection(BusyEngine.Name)]
public sealed class SkewedPageTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(-5)]
    [InlineData(1.6)]
    public async Task Tilted_print_is_read_and_its_boxes_are_those_of_the_straight_page(double tilt)
    {
        using var reader = new PageReader();
        var lines = Samples.OnePage.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var page = await PrintedPage.OfAsync(lines, points: 9, tilt);

        var result = await reader.ReadAsync(page);

        Assert.InRange(CharacterErrorRate.Of(result.Text, Samples.OnePage.Text), 0, 0.01);
        Assert.Equal(-tilt, result.Layout.Skew, 0.15);
        Assert.Equal((page.Width, page.Height, 0), (result.Layout.Width, result.Layout.Height, result.Layout.Rotation));
        // Nine points are 38 pixels; a line across the page that still tilted by half a degree would add 16.
        Assert.All(result.Layout.Lines, line => Assert.InRange(line.Box.Height, 15, 50));
    }

    [Fact]
    public async Task A_page_that_is_tilted_and_upside_down_is_turned_and_straightened()
    {
        using var reader = new PageReader();
        var lines = Samples.OnePage.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var result = await reader.ReadAsync((await PrintedPage.OfAsync(lines, points: 9, tilt: -3)).Turned(180));
        Assert.InRange(CharacterErrorRate.Of(result.Text, Samples.OnePage.Text), 0, 0.01);
        Assert.Equal((180, 3.0), (result.Layout.Rotation, Math.Round(result.Layout.Skew, 0)));
    }
}
