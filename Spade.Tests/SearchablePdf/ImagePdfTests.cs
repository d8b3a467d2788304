using Spade.Tests.Infrastructure;

namespace Spade.Tests.SearchablePdf;

/// <summary>An image becomes a PDF around its own bytes.</summary>
[Collection(BusyEngine.Name)]
public sealed class ImagePdfTests
{
    // Each image is made by ImageMagick from a page with these arguments.
    public static TheoryData<string, string, bool> Images => new()
    {
        { "jpg", "-quality 85", true },
        { "jpg", "-colorspace Gray", true },
        { "jpg", "-interlace JPEG", true },
        { "jpg", "-colorspace CMYK", true },
        { "png", "", true },
        { "png", "-colorspace Gray -depth 8", true },
        { "png", "-colorspace Gray -depth 16", true },
        { "png", "-type bilevel", true },
        { "png", "-colors 16 -type palette", true },
        { "png", "-alpha set -channel A -evaluate set 60%", false },
        { "png", "-interlace PNG", false },
        { "tif", "-type bilevel -compress Group4 -define tiff:rows-per-strip=4000", true },
        { "tif", "-type bilevel -compress Group4 -define quantum:polarity=min-is-black -define tiff:rows-per-strip=4000", true },
        { "tif", "-type bilevel -compress Fax -define tiff:rows-per-strip=4000", true },
        { "tif", "-type bilevel -compress LZW", false },
        { "tif", "-depth 8 -compress None", true },
        { "tif", "-colorspace Gray -depth 8 -compress None", true },
        { "tif", "-depth 8 -compress Zip -define tiff:rows-per-strip=4000", true },
        { "tif", "-compress LZW", false },
        { "tif", "-compress JPEG", false },
        { "tif", "-define tiff:tile-geometry=256x256", false },
        { "webp", "-quality 80", false },
        { "bmp", "", false },
        { "gif", "", false },
    };

    [Theory]
    [MemberData(nameof(Images))]
    public async Task Of_every_kind(string extension, string arguments, bool isKept)
    {
        var image = await TestImage.OfAsync(extension, arguments);
        var layout = TestLayout.Of(600, 400, "One two three", "four five");
        using var pdf = await MadePdf.OfAsync(image, (1, layout));
        await pdf.CheckAsync(1);
        Assert.Equal("One two three four five", Assert.Single(await pdf.TextsAsync()));
        foreach (var (word, expected) in (await pdf.WordsAsync()).Zip(layout.Places()))
            word.AssertNear(expected, 1);
        Assert.InRange(await TestImage.DifferenceAsync(pdf), 0, 0.04);
        Assert.Equal(isKept, pdf.Parts.Any(part => part.SourceOffset is not null));
        if (isKept)
            Assert.InRange(pdf.Added, 0, 6000);
        using var again = await MadePdf.OfAsync(image, (1, layout));
        Assert.Equal(pdf.Bytes, again.Bytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task As_it_is_to_be_turned(int orientation)
    {
        var image = TestImage.WithOrientation(await TestImage.OfAsync("jpg", ""), orientation);
        var layout = orientation < 5 ? TestLayout.Of(600, 400, "One two") : TestLayout.Of(400, 600, "One two");
        using var pdf = await MadePdf.OfAsync(image, (1, layout));
        await pdf.CheckAsync(1);
        Assert.InRange(await TestImage.DifferenceAsync(pdf), 0, 0.04);
    }

    [Fact]
    public async Task Of_a_page_that_was_turned_to_be_read()
    {
        var layout = TestLayout.Of(400, 600, "One two", "three four") with { Rotation = 90 };
        using var pdf = await MadePdf.OfAsync(await TestImage.OfAsync("png", ""), (1, layout));
        await pdf.CheckAsync(1);
        Assert.InRange(await TestImage.DifferenceAsync(pdf), 0, 0.04);
        var words = (await pdf.WordsAsync()).ToDictionary(word => word.Text);
        foreach (var expected in layout.Places())
            words[expected.Text].AssertNear(expected, 1);
    }

    [Theory]
    [InlineData("JPEG")]
    [InlineData("LZW")]
    [InlineData("None")]
    public async Task Of_a_TIFF_that_is_to_be_turned_however_it_is_compressed(string compression)
    {
        var image = await TestImage.OfAsync("tif", $"-compress {compression} -orient BottomRight");
        using var pdf = await MadePdf.OfAsync(image, (1, TestLayout.Of(600, 400, "One two")));
        await pdf.CheckAsync(1);
        Assert.InRange(await TestImage.DifferenceAsync(pdf, await TestImage.OfAsync("png", "-rotate 180")), 0, 0.04);
    }

    [Fact]
    public async Task Of_a_TIFF_whose_strips_hold_more_than_their_rows()
    {
        using var pdf = await MadePdf.OfAsync(TestImage.PaddedTiff(), (1, TestLayout.Of(600, 400, "One")));
        await pdf.CheckAsync(1);
        Assert.InRange(await TestImage.DifferenceAsync(pdf), 0, 0.04);
        Assert.Equal(4, pdf.Parts.Count(part => part.SourceOffset is not null));
    }

    [Fact]
    public async Task Of_a_TIFF_all_pages_whichever_were_read()
    {
        var tiff = await File.ReadAllBytesAsync(Samples.ThreePagesTiff.FilePath);
        using var pdf = await MadePdf.OfAsync(tiff, (2, TestLayout.Of(2480, 3508, "Only this page")));
        await pdf.CheckAsync(3);
        Assert.Equal(["", "Only this page", ""], await pdf.TextsAsync());
        Assert.Equal(3, pdf.Parts.Count(part => part.SourceOffset is not null));
    }
}
