using Spade.Documents.Pages;
using Spade.Worker.Errors;
using Spade.Worker.Previews;

namespace Spade.Tests.Ocr;

/// <summary>The preview shows the page as it was read, small enough for a browser.</summary>
public sealed class PagePreviewTests : IDisposable
{
    private readonly GrayFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(2480, 3508, 1131, 1600)]
    [InlineData(3508, 2480, 1600, 1131)]
    [InlineData(1600, 900, 1600, 900)]
    [InlineData(301, 200, 301, 200)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(9000, 2, 1600, 1)]
    public void A_preview_has_at_most_1600_pixels_on_its_longer_side(int width, int height, int newWidth, int newHeight)
    {
        var preview = Decode(Make(new GrayPage(width, height)));
        Assert.Equal((newWidth, newHeight), (preview.Width, preview.Height));
    }

    [Fact]
    public async Task A_preview_looks_like_its_page_and_is_small()
    {
        var page = await PrintedPage.OfAsync([.. Enumerable.Repeat("The harbour office opens at nine and closes at five", 45)]);
        var file = Make(page);
        var preview = Decode(file);
        Assert.Equal("image/png", file.ContentType);
        Assert.InRange(file.Data.Length, 10_000, 200_000);
        // Each pixel of the preview stands for 2.19 x 2.19 of the page; compare means of larger areas.
        for (var y = 0; y + 40 <= preview.Height; y += 40)
        {
            for (var x = 0; x + 40 <= preview.Width; x += 40)
            {
                var (left, top) = (x * page.Width / preview.Width, y * page.Height / preview.Height);
                Assert.Equal(Mean(page, left, top, 88), Mean(preview, x, y, 40), 16.0);
            }
        }
    }

    [Fact]
    public void Paper_is_white_and_its_noise_is_gone()
    {
        var page = GrayPage.Noise(1000, 800);
        for (var y = 0; y < page.Height; y++)
        {
            for (var x = 0; x < page.Width; x++)
                page[x, y] = (byte)(220 + page[x, y] / 16);
        }

        page.Fill(new PixelBox(100, 100, 50, 50), 30);
        var preview = Decode(Make(page));
        Assert.Equal(255, preview[500, 500]);
        Assert.InRange(preview[125, 125], 15, 60);
        Assert.InRange(Make(page).Data.Length, 100, 5_000);
    }

    [Fact]
    public async Task A_page_that_brings_its_own_text_gets_its_preview_and_is_not_recognised()
    {
        using var programs = new FakePrograms().Add("tesseract", "exit 7");
        using var reader = new PageReader(programs);
        var word = new LayoutWord("Own", new PixelBox(200, 200, 100, 40), null);
        var own = new PageLayout(640, 480, 595, 842, 0, 0, TextSource.Layer, "eng", [new LayoutLine(1, 1, word.Box, [word])]);
        var result = await reader.ReadAsync(new GrayPage(640, 480).Fill(word.Box, 0), ownText: own);
        Assert.Equal(("Own\n", null, own), (result.Text, result.Confidence, result.Layout));
        Assert.Equal(640, Decode(result.Preview).Width);
        Assert.Empty(programs.Runs("tesseract"));
    }

    [Fact]
    public async Task A_page_whose_image_is_cut_is_a_problem_of_that_page()
    {
        using var reader = new PageReader();
        var problem = await Assert.ThrowsAsync<RecognitionException>(() => reader.ReadAsync([.. "P5\n100 100\n255\n"u8, 1, 2, 3]));
        Assert.Equal(
            (RecognitionFault.Page, "corrupt", "Page 7 is damaged and cannot be read."),
            (problem.Fault, problem.Error.Type, problem.Error.Message));
    }

    private PreviewImage Make(GrayPage page)
    {
        using var reader = _files.Open(page);
        return PagePreviews.Make(reader, CancellationToken.None);
    }

    private static GrayPage Decode(PreviewImage preview) => PngPage.Read(preview.Data);

    private static double Mean(GrayPage page, int left, int top, int side)
    {
        var sum = 0L;
        for (var y = top; y < top + side; y++)
        {
            for (var x = left; x < left + side; x++)
                sum += page[x, y];
        }

        return (double)sum / (side * side);
    }
}
