using Spade.Tests.Infrastructure;

namespace Spade.Tests.Ocr;

/// <summary>Which part of a page is drawn.</summary>
[Collection(BusyEngine.Name)]
public sealed class PageBoxTests : IDisposable
{
    private readonly OcrEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task A_visible_area_beside_the_page_hides_nothing()
    {
        var text = Assert.Single(await _engine.ReadAsync(Inputs.Read("cropbox-outside-mediabox.pdf")));
        Assert.StartsWith("The harbour office opens at nine", text, StringComparison.Ordinal);
        Assert.EndsWith("number 4711, and one photograph.", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/MediaBox[0 0 595 842]/CropBox[0 0 0 0]")]
    [InlineData("/MediaBox[0 0 595 842]/CropBox[100 100 100.2 700]")]
    [InlineData("/MediaBox[0 0 595 842]/CropBox[-900 -900 -100 -100]")]
    [InlineData("/MediaBox[0 0 595 842]/CropBox[-100 -100 700 900]")]
    [InlineData("/MediaBox[595 842 0 0]")]
    [InlineData("/MediaBox[0 0 0 0]")]
    [InlineData("")]
    public async Task A_visible_area_that_is_empty_absurd_or_absent_hides_nothing_either(string boxes) =>
        Assert.Equal(PdfBytes.Texts, await _engine.ReadAsync(new PdfBytes(boxes).ToArray()));

    [Theory]
    [InlineData("/MediaBox[0 0 595 842]")]
    [InlineData("/MediaBox[0 0 595 842]/CropBox[700 900 1200 1500]")]
    public async Task Boxes_may_be_inherited_from_the_page_tree(string boxes) =>
        Assert.Equal(
            PdfBytes.Texts, await _engine.ReadAsync(new PdfBytes("").SetTree($"/Count 3/Kids[3 0 R 6 0 R 9 0 R]{boxes}").ToArray()));
}
