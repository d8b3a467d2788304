using Spade.Worker.Pixels;

namespace Spade.Tests.Ocr;

/// <summary>A page is turned pixel by pixel, however it falls into bands and tiles.</summary>
public sealed class ImageTurnTests : IDisposable
{
    private readonly GrayFiles _files = new();

    public void Dispose() => _files.Dispose();

    public static TheoryData<int, int, int> Sizes
    {
        get
        {
            var sizes = new TheoryData<int, int, int>();
            (int, int)[] shapes = [(1, 1), (1, 9), (9, 1), (64, 64), (65, 63), (130, 200), (2600, 3300)];
            foreach (var degrees in (int[])[90, 180, 270])
            {
                foreach (var (width, height) in shapes)
                    sizes.Add(width, height, degrees);
            }

            return sizes;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_pixel_comes_to_its_place(int width, int height, int degrees)
    {
        var page = GrayPage.Noise(width, height);
        var turned = _files.Apply(page, (source, target) => ImageTurn.Write(source, target, degrees, CancellationToken.None));
        var expected = page.Turned(degrees);
        Assert.Equal((expected.Width, expected.Height), (turned.Width, turned.Height));
        Assert.True(expected.Pixels.SequenceEqual(turned.Pixels));
    }
}
