namespace Spade.Tests.Ocr;

/// <summary>What Tesseract is given is what a reader would see: turned as the file says, and cut to the visible area.</summary>
public sealed class TurnedPageTests : IDisposable
{
    private readonly FakePrograms _programs =
        new FakePrograms().Add("tesseract", "cp \"$1\" $folder/seen; page 95 one two three four five");

    public void Dispose() => _programs.Dispose();

    /// <summary>The values of EXIF's tag 274, and where the corners belong.</summary>
    [Theory]
    [InlineData(2, "BADC 64x48")]
    [InlineData(3, "DCBA 64x48")]
    [InlineData(4, "CDAB 64x48")]
    [InlineData(5, "ACBD 48x64")]
    [InlineData(6, "CADB 48x64")]
    [InlineData(7, "DBCA 48x64")]
    [InlineData(8, "BDAC 48x64")]
    public async Task A_jpeg_is_turned_and_mirrored_as_its_exif_tag_says(byte orientation, string corners) =>
        Assert.Equal(corners, await SeenAsync(await FourCorners.JpegAsync(orientation)));

    [Fact]
    public async Task An_upright_jpeg_is_read_as_it_is()
    {
        using var engine = new OcrEngine(_programs);
        var jpeg = await FourCorners.JpegAsync(orientation: 1);
        await engine.ReadAsync(jpeg);
        Assert.Equal(jpeg, await File.ReadAllBytesAsync(Path.Combine(_programs.Folder, "seen")));
    }

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
        Assert.Equal("ABCD 128x96", await SeenAsync(FourCorners.Pdf(), dpi: 144));
        Assert.Contains("--dpi 144", Assert.Single(_programs.Runs("tesseract")), StringComparison.Ordinal);
    }

    private async Task<string> SeenAsync(byte[] document, int dpi = 72)
    {
        using var engine = new OcrEngine(_programs);
        await engine.ReadAsync(document, pages: "1", dpi);
        return FourCorners.Read(Path.Combine(_programs.Folder, "seen"));
    }
}
