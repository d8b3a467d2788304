using Spade.Documents.Pages;
using Spade.Worker.Pixels;

namespace Spade.Worker.Previews;

/// <summary>Makes the preview of a page: small, with paper that is white, in sixteen grays.</summary>
/// <remarks>Sixteen grays are enough for text. What a scanner adds to the paper is not seen and would make the file four times as
/// large.</remarks>
internal static class PagePreviews
{
    private const string ContentType = "image/png";

    // Of 255 levels: the noise of a scanner's paper, once it is averaged.
    private const int PaperNoise = 16;

    // A darker page has no paper that could be told from its picture.
    private const int DarkestPaper = 128;

    private const int Grays = 16;
    private const int White = 255;

    /// <summary>Makes the preview; a page that is small already keeps its size.</summary>
    /// <param name="page">The page, upright.</param>
    /// <param name="cancellationToken">Checked between rows.</param>
    public static PreviewImage Make(NetpbmReader page, CancellationToken cancellationToken)
    {
        var scale = Math.Min(1, (double)PreviewImage.MaxSide / Math.Max(page.Width, page.Height));
        var (width, height) = (Scale(page.Width, scale), Scale(page.Height, scale));
        using var buffer = new PixelBuffer(width * height);
        AreaScaling.Read(page, width, height, buffer.Pixels, cancellationToken);
        Reduce(buffer.Pixels, WhiteOf(buffer.Pixels));
        return new PreviewImage(ContentType, GrayPng.Write(buffer.Pixels, width, height));
    }

    private static int Scale(int length, double scale) => Math.Max(1, (int)Math.Round(length * scale));

    /// <summary>From which gray on everything is paper. The paper is the most frequent light gray.</summary>
    private static int WhiteOf(ReadOnlySpan<byte> pixels)
    {
        Span<int> counts = stackalloc int[White + 1];
        counts.Clear();
        foreach (var pixel in pixels)
            counts[pixel]++;
        var paper = White;
        for (var gray = White; gray >= DarkestPaper; gray--)
        {
            if (counts[gray] > counts[paper])
                paper = gray;
        }

        return paper - PaperNoise;
    }

    /// <summary>Makes every pixel one of sixteen grays, 0 to 15.</summary>
    private static void Reduce(Span<byte> pixels, int white)
    {
        Span<byte> grays = stackalloc byte[White + 1];
        for (var gray = 0; gray < grays.Length; gray++)
            grays[gray] = (byte)Math.Min(Grays - 1, (gray * (Grays - 1) + white / 2) / white);
        foreach (ref var pixel in pixels)
            pixel = grays[pixel];
    }
}
