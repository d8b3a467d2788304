using Spade.Documents.Pages;
using Spade.Worker.Pixels;

namespace Spade.Tests.Ocr;

/// <summary>A page is turned by a few degrees about its centre, without another size.</summary>
public sealed class ImageStraighteningTests : IDisposable
{
    private readonly GrayFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(-5)]
    [InlineData(-0.7)]
    [InlineData(0.7)]
    [InlineData(3)]
    public void A_mark_moves_clockwise_about_the_centre(double degrees)
    {
        var page = new GrayPage(601, 401).Fill(new PixelBox(500, 200, 9, 9), 0);
        var turned = Straighten(page, degrees);
        var (x, y) = CentreOfInk(turned);
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        // The mark's centre is 204 to the right of the page's, and 4 below it.
        Assert.Equal(300 + cosine * 204 - sine * 4, x, 0.1);
        Assert.Equal(200 + sine * 204 + cosine * 4, y, 0.1);
    }

    [Fact]
    public void A_straightened_page_keeps_its_size_and_is_white_where_nothing_was()
    {
        var turned = Straighten(new GrayPage(200, 300, gray: 100), degrees: 5);
        Assert.Equal((200, 300), (turned.Width, turned.Height));
        Assert.Equal([255, 255, 255, 255], (byte[])[turned[0, 0], turned[199, 0], turned[0, 299], turned[199, 299]]);
        Assert.Equal([100, 100, 100], (byte[])[turned[100, 150], turned[30, 150], turned[170, 150]]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 700)]
    [InlineData(700, 3)]
    public void A_page_of_any_shape_can_be_straightened(int width, int height) =>
        Assert.Equal(width * height, Straighten(GrayPage.Noise(width, height), degrees: -5).Pixels.Length);

    [Fact]
    public void Between_two_pixels_the_gray_is_between_theirs()
    {
        var page = new GrayPage(200, 200).Fill(new PixelBox(0, 100, 200, 100), 0);
        var turned = Straighten(page, degrees: 1);
        var edge = Enumerable.Range(10, 180).Select(y => turned[150, y]).Where(gray => gray is > 0 and < 255).ToList();
        Assert.InRange(edge.Count, 1, 2);
    }

    private GrayPage Straighten(GrayPage page, double degrees) => _files.Apply(
        page, (source, target) => ImageStraightening.Write(source, target, degrees, CancellationToken.None));

    private static (double X, double Y) CentreOfInk(GrayPage page)
    {
        var (ink, sumX, sumY) = (0.0, 0.0, 0.0);
        for (var y = 0; y < page.Height; y++)
        {
            for (var x = 0; x < page.Width; x++)
            {
                var weight = 255 - page[x, y];
                ink += weight;
                sumX += weight * x;
                sumY += weight * y;
            }
        }

        return (sumX / ink, sumY / ink);
    }
}
