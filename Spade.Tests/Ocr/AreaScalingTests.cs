using Spade.Documents.Pages;
using Spade.Worker.Pixels;

namespace Spade.Tests.Ocr;

/// <summary>A smaller image shows the mean of each area.</summary>
public sealed class AreaScalingTests : IDisposable
{
    private readonly GrayFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(60, 40, 20, 10)]
    [InlineData(61, 43, 17, 11)]
    [InlineData(100, 3, 99, 3)]
    [InlineData(50, 50, 50, 50)]
    [InlineData(500, 2, 3, 1)]
    [InlineData(1, 1, 1, 1)]
    public void Every_pixel_is_the_mean_of_its_area(int width, int height, int newWidth, int newHeight)
    {
        var page = GrayPage.Noise(width, height);
        var small = Scale(page, newWidth, newHeight);
        for (var y = 0; y < newHeight; y++)
        {
            for (var x = 0; x < newWidth; x++)
            {
                var mean = Mean(page, (double)x * width / newWidth, (double)y * height / newHeight,
                    (x + 1.0) * width / newWidth, (y + 1.0) * height / newHeight);
                Assert.Equal(mean, small[y * newWidth + x], 1.5);
            }
        }
    }

    [Fact]
    public void A_thin_line_does_not_disappear()
    {
        var page = new GrayPage(2480, 1000).Fill(new PixelBox(0, 501, 2480, 2), 0);
        var small = Scale(page, 1240, 457);
        Assert.All(Enumerable.Range(0, 1240), x => Assert.InRange(Enumerable.Range(0, 457).Sum(y => 255 - small[y * 1240 + x]), 220, 250));
    }

    private byte[] Scale(GrayPage page, int width, int height)
    {
        using var reader = _files.Open(page);
        var result = new byte[width * height];
        AreaScaling.Read(reader, width, height, result, CancellationToken.None);
        return result;
    }

    private static double Mean(GrayPage page, double left, double top, double right, double bottom)
    {
        var sum = 0.0;
        for (var y = (int)top; y < Math.Ceiling(bottom); y++)
        {
            for (var x = (int)left; x < Math.Ceiling(right); x++)
            {
                var area = (Math.Min(right, x + 1) - Math.Max(left, x)) * (Math.Min(bottom, y + 1) - Math.Max(top, y));
                sum += area * page[Math.Min(x, page.Width - 1), Math.Min(y, page.Height - 1)];
            }
        }

        return sum / ((right - left) * (bottom - top));
    }
}
