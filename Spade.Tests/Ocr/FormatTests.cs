using Spade.Rehearsal.Scans;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Ocr;

/// <summary>The real programs read every format, upright or upside down.</summary>
[Collection(BusyEngine.Name)]
public sealed class FormatTests
{
    [Theory]
    [InlineData("png")]
    [InlineData("jpeg")]
    [InlineData("tiff")]
    public async Task A_scan_in_any_image_format_becomes_its_text(string format)
    {
        using var engine = new OcrEngine();
        var scan = await Rasterised.OfAsync(new PdfBytes().ToArray(), format, dpi: 150);
        Assert.Equal([PdfBytes.Texts[0]], await engine.ReadAsync(scan));
    }

    [Theory]
    [InlineData("fax-204x98.tif")]
    [InlineData("black-on-transparent.tif")]
    [InlineData("plain.bmp")]
    public async Task An_unusual_image_becomes_its_text(string input)
    {
        using var engine = new OcrEngine();
        var text = Assert.Single(await engine.ReadAsync(Inputs.Read(input)));
        Assert.StartsWith("The harbour office opens at nine", text, StringComparison.Ordinal);
        Assert.EndsWith("number 4711, and one photograph.", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("webp")]
    [InlineData("bmp")]
    [InlineData("gif")]
    public async Task A_scan_that_was_converted_to_another_format_becomes_its_text(string format)
    {
        using var engine = new OcrEngine();
        var scan = await ImageMagick.ConvertAsync(await Rasterised.OfAsync(new PdfBytes().ToArray(), "png", dpi: 150), format);
        Assert.Equal([PdfBytes.Texts[0]], await engine.ReadAsync(scan));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(640, 480)]
    public async Task A_blank_page_is_an_empty_text(int width, int height)
    {
        using var engine = new OcrEngine();
        Assert.Equal([""], await engine.ReadAsync(PngBytes.Of(width, height, (_, _) => byte.MaxValue)));
    }

    [Fact]
    public async Task A_pdf_becomes_the_text_of_its_pages()
    {
        using var engine = new OcrEngine();
        Assert.Equal(PdfBytes.Texts, await engine.ReadAsync(new PdfBytes().ToArray()));
    }

    [Fact]
    public async Task A_scan_that_was_fed_in_upside_down_becomes_its_text()
    {
        using var engine = new OcrEngine();
        var scan = await Rasterised.OfAsync(Inputs.Read("cropbox-outside-mediabox.pdf"), "jpeg", dpi: 150, rotation: 180);
        var text = Assert.Single(await engine.ReadAsync(scan));
        Assert.StartsWith("The harbour office opens at nine", text, StringComparison.Ordinal);
        Assert.EndsWith("number 4711, and one photograph.", text, StringComparison.Ordinal);
    }
}
