namespace Spade.Tests.Ocr;

/// <summary>The image of a PDF page is what a reader would see: turned as the file says, and cut to the visible area.</summary>
public sealed class TurnedPageTests
{
    [Theory]
    [InlineData("/MediaBox[0 0 64 48]", "ABCD 64x48")]
    [InlineData("/MediaBox[0 0 64 48]/Rotate 90", "CADB 48x64")]
    [InlineData("/MediaBox[0 0 64 48]/Rotate 180", "DCBA 64x48")]
    [InlineData("/MediaBox[0 0 64 48]/Rotate 270", "BDAC 48x64")]
    [InlineData("/MediaBox[0 0 64 48]/Rotate -90", "BDAC 48x64")]
    public async Task A_pdf_page_is_turned_as_its_rotation_says(string entries, string corners) =>
        Assert.Equal(corners, await SeenAsync(FourCorners.Pdf(entries)));

    [Theory]
    [InlineData("/MediaBox[0 0 64 48]/CropBox[0 24 64 48]", "ABAB 64x24")]
    [InlineData("/MediaBox[0 0 64 48]/CropBox[32 0 64 48]", "BBDD 32x48")]
    [InlineData("/MediaBox[0 0 64 48]/CropBox[0 24 64 48]/Rotate 90", "AABB 24x64")]
    [InlineData("/MediaBox[0 24 32 48]", "AAAA 32x24")]
    public async Task A_pdf_page_is_cut_to_its_visible_area(string entries, string corners) =>
        Assert.Equal(corners, await SeenAsync(FourCorners.Pdf(entries)));

    [Fact]
    public async Task A_pdf_page_is_drawn_at_the_resolution_that_was_asked_for()
    {
        using var engine = new OcrEngine();
        var (page, pgm) = Assert.Single(await engine.ImagesAsync(FourCorners.Pdf(), pages: "1", dpi: 144));
        Assert.Equal(("ABCD 128x96", 144), (FourCorners.Read(pgm), page.Dpi));
    }

    private static async Task<string> SeenAsync(byte[] document)
    {
        using var engine = new OcrEngine();
        return FourCorners.Read(Assert.Single(await engine.ImagesAsync(document, pages: "1", dpi: 72)).Pgm);
    }
}
