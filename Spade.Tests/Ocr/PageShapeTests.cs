using Spade.Documents.Inspection;
using Spade.Rehearsal.Scans;
using Spade.Tests.Documents.Inspection;
using Spade.Worker.Images;

namespace Spade.Tests.Ocr;

/// <summary>The shape of a page: upright, with square pixels, and as large as its file says.</summary>
public sealed class PageShapeTests : IDisposable
{
    private static readonly string[] Upright =
        ["ABCD 64x48", "BADC 64x48", "DCBA 64x48", "CDAB 64x48", "ACBD 48x64", "CADB 48x64", "DBCA 48x64", "BDAC 48x64"];

    private readonly OcrEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("tiff LZW")]
    [InlineData("tiff JPEG")]
    [InlineData("tiff64 None")]
    public async Task An_image_is_turned_and_mirrored_as_its_orientation_tag_says(string format)
    {
        for (byte orientation = 1; orientation <= 8; orientation++)
        {
            var image = await FourCorners.TaggedAsync(format, orientation);
            Assert.Equal(Upright[orientation - 1], FourCorners.Read(Assert.Single(await _engine.ImagesAsync(image)).Pgm));
        }
    }

    [Fact]
    public async Task Of_several_pages_each_is_turned_by_its_own_tag()
    {
        var pages = new byte[64 * 48];
        var tiff = new TiffBytes { Orientation = 6 }.AddPage(64, 48, pages).AddPage(48, 64, pages).ToArray();
        var images = await _engine.ImagesAsync(tiff);
        Assert.Equal([(48, 64), (64, 48)], images.Select(image => PgmSize.Of(image.Pgm)));
    }

    [Theory]
    [InlineData(204, 98, 64, 100)]
    [InlineData(100, 200, 128, 48)]
    [InlineData(204, 196, 64, 48)]
    [InlineData(300, 300, 64, 48)]
    public async Task Pixels_are_made_square(int x, int y, int width, int height)
    {
        var tiff = new TiffBytes().AddPage(64, 48, new byte[64 * 48], (282, x), (283, y), (296, 2)).ToArray();
        Assert.Equal((width, height), PgmSize.Of(Assert.Single(await _engine.ImagesAsync(tiff)).Pgm));
    }

    [Fact]
    public async Task A_page_on_its_side_is_made_square_before_it_is_turned()
    {
        var tiff = new TiffBytes { Orientation = 6 }.AddPage(64, 48, new byte[64 * 48], (282, 204), (283, 102), (296, 2)).ToArray();
        var (page, pgm) = Assert.Single(await _engine.ImagesAsync(tiff));
        Assert.Equal((96, 64), PgmSize.Of(pgm));
        Assert.Equal((33.88, 22.59, 204), (Math.Round(page.WidthPoints, 2), Math.Round(page.HeightPoints, 2), page.Dpi));
    }

    [Theory]
    [InlineData(300, 300, 72, 36, 300)]
    [InlineData(600, 600, 36, 18, 600)]
    [InlineData(150, 300, 144, 36, 300)]
    [InlineData(30, 30, 720, 360, null)]
    [InlineData(29, 29, 72, 36, null)]
    [InlineData(2401, 2401, 72, 36, null)]
    [InlineData(300, 30, 72, 36, null)]
    public void A_page_is_as_large_as_its_resolution_says_or_as_at_300_dpi(double x, double y, double width, double height, int? dpi) =>
        Assert.Equal(
            new PageSize(width, height, dpi),
            PageSize.Of(new ImagePage(300, 150, 1, 1) { Density = PixelDensity.Of(x, y, isPerInch: true) }));

    [Fact]
    public void Without_a_resolution_300_dpi_are_assumed_and_the_shape_of_pixels_counts()
    {
        Assert.Equal(new PageSize(72, 36, null), PageSize.Of(new ImagePage(300, 150, 1, 1)));
        Assert.Equal(
            new PageSize(72, 72, null),
            PageSize.Of(new ImagePage(300, 150, 1, 1) { Density = PixelDensity.Of(2, 1, isPerInch: false) }));
    }

    [Fact]
    public async Task The_resolution_of_a_jpeg_reaches_the_page()
    {
        var jpeg = await ImageMagick.ConvertAsync(
            PngBytes.Of(60, 30, (_, _) => 0), "-units", "PixelsPerInch", "-density", "150", "jpeg");
        var (page, _) = Assert.Single(await _engine.ImagesAsync(jpeg));
        Assert.Equal((28.8, 14.4, 150), (page.WidthPoints, page.HeightPoints, page.Dpi));
    }
}
