using Spade.Tests.Infrastructure;

namespace Spade.Tests.Ocr;

/// <summary>A page of a few words is read whichever way it lies. Its letters are too few to detect the orientation from.</summary>
[Collection(BusyEngine.Name)]
public sealed class SparsePageTests
{
    [Theory]
    [InlineData("Invoice paid today")]
    [InlineData("The harbour office is closed today")]
    [InlineData("Received with thanks|from Mrs Pascoe")]
    [InlineData("Total 4711.80 EUR")]
    [InlineData("ANNEX B")]
    public async Task A_page_of_few_words_is_read_from_every_side(string text)
    {
        using var reader = new PageReader();
        var page = await PrintedPage.OfAsync(text.Split('|'), points: 14);
        foreach (var degrees in (int[])[0, 90, 180, 270])
        {
            var result = await reader.ReadAsync(degrees == 0 ? page : page.Turned(degrees));
            Assert.Equal((degrees, text.Replace('|', '\n')), (degrees, result.Text.Trim()));
            Assert.Equal((360 - degrees) % 360, result.Layout.Rotation);
        }
    }

    [Theory]
    [InlineData("96 80 11 08")]
    [InlineData("")]
    public async Task A_page_that_reads_the_same_from_both_sides_stays_as_it_is(string text)
    {
        using var reader = new PageReader();
        var result = await reader.ReadAsync(await PrintedPage.OfAsync([text], points: 14));
        Assert.Equal((text, 0), (result.Text.Trim(), result.Layout.Rotation));
    }

    [Fact]
    public async Task Two_short_lines_on_a_scan_that_lies_on_its_side_are_read()
    {
        using var engine = new OcrEngine();
        var text = Assert.Single(await engine.ReadAsync(Inputs.Read("sparse-turned-90.pdf"), dpi: 300));
        Assert.Equal("Invoice 20311\nTotal due 48.20", text);
    }
}
