namespace Spade.Tests.Ocr;

/// <summary>The size of a page in points is that of the page as a viewer displays it.</summary>
public sealed class PageSizeTests : IDisposable
{
    private readonly OcrEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("/MediaBox[0 0 600 400]", 600, 400, 144)]
    [InlineData("/MediaBox[0 0 600 400]/Rotate 90", 400, 600, 144)]
    [InlineData("/MediaBox[0 0 600 400]/Rotate 180", 600, 400, 144)]
    [InlineData("/MediaBox[0 0 600 400]/Rotate -90", 400, 600, 144)]
    [InlineData("/MediaBox[0 0 600 400]/CropBox[100 100 300 200]", 200, 100, 144)]
    [InlineData("/MediaBox[0 0 600 400]/CropBox[100 100 300 200]/Rotate 270", 100, 200, 144)]
    [InlineData("/MediaBox[0 0 600 400]/CropBox[700 700 900 900]", 600, 400, 144)]
    [InlineData("/MediaBox[0 0 600 400]/CropBox[-50 -50 1000 300]", 600, 300, 144)]
    [InlineData("/MediaBox[0 0 600 400]/UserUnit 2", 1200, 800, 72)]
    [InlineData("/MediaBox[0 0 600 400]/UserUnit 1.5/Rotate 90", 600, 900, 96)]
    [InlineData("/MediaBox[0 0 600 400]/UserUnit -3", 600, 400, 144)]
    [InlineData("/MediaBox[0 0 600 400]/PieceInfo<</A<</UserUnit 7>>>>", 600, 400, 144)]
    public async Task Its_visible_area_its_rotation_and_its_unit_count(string page, double width, double height, int dpi)
    {
        var seen = Assert.Single(await SeenPage.OfAsync(_engine, PdfScan.Of("0 0 50 50 re f", page).ToArray(), dpi: 144));
        Assert.Equal((width, height, dpi), (seen.WidthPoints, seen.HeightPoints, seen.Dpi));
        Assert.Equal(width, seen.Picture!.Width * 72.0 / dpi, tolerance: 1);
        Assert.Equal(height, seen.Picture.Height * 72.0 / dpi, tolerance: 1);
    }

    [Fact]
    public async Task A_taken_image_has_the_resolution_that_follows_from_the_size()
    {
        var page = Assert.Single(await SeenPage.OfAsync(_engine, PdfScan.Of(page: "/MediaBox[0 0 595 842]/UserUnit 3").ToArray()));
        Assert.Equal((true, 50, 1785, 2526), (page.IsTaken, page.Dpi, page.WidthPoints, page.HeightPoints));
    }
}
