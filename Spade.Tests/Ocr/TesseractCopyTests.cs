using System.Globalization;
using System.Text;
using Spade.Worker.Pixels;

namespace Spade.Tests.Ocr;

/// <summary>Tesseract is given a TIFF copy of each page: gray as it is, black and white with smooth edges.</summary>
public sealed class TesseractCopyTests : IDisposable
{
    private readonly GrayFiles _files = new();

    public static TheoryData<int, int> Sizes { get; } = new() { { 1, 1 }, { 3, 2 }, { 33, 5 }, { 65, 64 }, { 1000, 700 }, { 16_000, 40 } };

    public void Dispose() => _files.Dispose();

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Gray_keeps_every_pixel(int width, int height)
    {
        var page = GrayPage.Noise(width, height);
        page[0, 0] = 7;
        await AssertCopyAsync(page, page);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Black_and_white_gets_smooth_edges(int width, int height)
    {
        var page = GrayPage.Noise(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                page[x, y] = page[x, y] < 128 ? (byte)0 : (byte)255;
        }

        var expected = new GrayPage(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                expected[x, y] = Smooth(page, x, y);
        }

        await AssertCopyAsync(expected, page);
    }

    [Fact]
    public async Task One_gray_pixel_makes_a_page_gray()
    {
        var page = new GrayPage(100, 5000).Fill(new(10, 10, 30, 30), 0);
        page[99, 4999] = 254;
        await AssertCopyAsync(page, page);
    }

    [Theory]
    [InlineData(40, 70)]
    [InlineData(203, 203)]
    [InlineData(2600, 2400)]
    public async Task It_has_the_page_s_resolution_or_the_nearest_that_tesseract_takes(int dpi, int stated)
    {
        var copy = _files.NewPath();
        using (var source = _files.Open(GrayPage.Noise(65, 64)))
            TesseractCopy.Write(source, copy, dpi, CancellationToken.None);
        var information = await ImageMagick.ConvertAsync(await File.ReadAllBytesAsync(copy), "-format", "%x %y %U", "info");
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"{stated} {stated} PixelsPerInch"), Encoding.UTF8.GetString(information));
    }

    // In sixteen parts of white. Around the page all is white.
    private static byte Smooth(GrayPage page, int x, int y)
    {
        var sum = 0;
        for (var i = 0; i < 9; i++)
        {
            var (across, down) = (i % 3 - 1, i / 3 - 1);
            var (nextX, nextY) = (x + across, y + down);
            var isInside = nextX >= 0 && nextY >= 0 && nextX < page.Width && nextY < page.Height;
            if (!isInside || page[nextX, nextY] == 255)
                sum += (2 - Math.Abs(across)) * (2 - Math.Abs(down));
        }

        return (byte)Math.Min(255, 16 * sum);
    }

    // ImageMagick reads TIFF with the same library as Tesseract.
    private async Task AssertCopyAsync(GrayPage expected, GrayPage page)
    {
        var (copy, back) = (_files.NewPath(), _files.NewPath());
        using (var source = _files.Open(page))
            TesseractCopy.Write(source, copy, 300, CancellationToken.None);
        await File.WriteAllBytesAsync(back, await ImageMagick.ConvertAsync(await File.ReadAllBytesAsync(copy), "-depth", "8", "pgm"));
        var written = GrayPage.Load(back);
        Assert.Equal((expected.Width, expected.Height), (written.Width, written.Height));
        Assert.True(expected.Pixels.SequenceEqual(written.Pixels));
    }
}
