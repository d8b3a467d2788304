using Spade.Rehearsal.Scans;

namespace Spade.Tests.Ocr;

/// <summary>Whatever kind of image comes in, Tesseract is given the same gray page: A is black, B and C are shades, D is white.</summary>
public sealed class ImageVariantTests : IDisposable
{
    private readonly OcrEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("png24")]
    [InlineData("png8")]
    [InlineData("-interlace PNG png24")]
    [InlineData("-depth 16 -define png:bit-depth=16 -define png:color-type=0 png")]
    [InlineData("png48")]
    [InlineData("jpeg")]
    [InlineData("-interlace JPEG jpeg")]
    [InlineData("-colorspace sRGB -type TrueColor -sampling-factor 4:2:0 jpeg")]
    [InlineData("-colorspace CMYK jpeg")]
    [InlineData("-compress None tiff")]
    [InlineData("-compress LZW tiff")]
    [InlineData("-compress Zip -endian MSB tiff")]
    [InlineData("-compress JPEG tiff")]
    [InlineData("-colorspace sRGB -type TrueColor -compress JPEG tiff")]
    [InlineData("-colorspace sRGB -type TrueColor -interlace plane tiff")]
    [InlineData("-define tiff:tile-geometry=16x16 tiff")]
    [InlineData("-depth 16 tiff")]
    [InlineData("-depth 4 tiff")]
    [InlineData("-colorspace CMYK -compress LZW tiff")]
    [InlineData("-colorspace Lab tiff")]
    [InlineData("-type Palette tiff")]
    [InlineData("tiff64")]
    [InlineData("-quality 95 webp")]
    [InlineData("-define webp:lossless=true webp")]
    [InlineData("bmp2")]
    [InlineData("bmp3")]
    [InlineData("-type TrueColor bmp3")]
    [InlineData("-type Palette -compress RLE bmp3")]
    [InlineData("bmp")]
    [InlineData("gif")]
    [InlineData("-set comment remark png")]
    [InlineData("-set comment remark jpeg")]
    [InlineData("-set comment remark gif")]
    public async Task Any_kind_of_image_becomes_a_gray_page(string target) =>
        Assert.Equal("ABCD 64x48", await SeenAsync(await FourCorners.WrittenAsync(target.Split(' '))));

    [Theory]
    [InlineData("-define png:bit-depth=1 -define png:color-type=0 png")]
    [InlineData("-compress Group4 tiff")]
    [InlineData("-compress Fax tiff")]
    [InlineData("-compress Group4 -define quantum:polarity=min-is-white tiff")]
    [InlineData("-type Palette bmp3")]
    public async Task A_page_of_one_bit_becomes_a_gray_page(string target) => Assert.Equal(
        "AADD 64x48", await SeenAsync(await FourCorners.WrittenAsync(["-threshold", "45%", .. target.Split(' ')])));

    /// <summary>C is transparent black.</summary>
    [Theory]
    [InlineData("png32")]
    [InlineData("png64")]
    [InlineData("-colorspace Gray -define png:color-type=4 png")]
    [InlineData("-define png:color-type=3 png8")]
    [InlineData("-define tiff:alpha=associated tiff")]
    [InlineData("-define tiff:alpha=unassociated tiff")]
    [InlineData("-colorspace Gray tiff")]
    [InlineData("-depth 16 tiff")]
    [InlineData("-colorspace CMYK tiff")]
    [InlineData("-quality 95 webp")]
    [InlineData("-define webp:lossless=true webp")]
    [InlineData("bmp")]
    [InlineData("gif")]
    public async Task What_is_transparent_becomes_white(string target)
    {
        const string Lower = "rectangle 0,24 31,47";
        string[] hole =
        [
            "-fill", "black", "-draw", Lower, "(", "+clone", "-fill", "white", "-colorize", "100", "-fill", "black", "-draw", Lower, ")",
            "-alpha", "off", "-compose", "CopyOpacity", "-composite",
        ];
        Assert.Equal("ABDD 64x48", await SeenAsync(await FourCorners.WrittenAsync([.. hole, .. target.Split(' ')])));
    }

    [Fact]
    public async Task A_bmp_may_begin_with_its_top_row()
    {
        var bmp = await FourCorners.WrittenAsync("-flip", "-type", "TrueColor", "bmp3");
        BitConverter.GetBytes(-48).CopyTo(bmp, 22);
        Assert.Equal("ABCD 64x48", await SeenAsync(bmp));
    }

    [Fact]
    public async Task A_bmp_whose_header_holds_a_wrong_length_is_read()
    {
        var bmp = await FourCorners.WrittenAsync("-type", "TrueColor", "bmp3");
        BitConverter.GetBytes(0).CopyTo(bmp, 2);
        Assert.Equal("ABCD 64x48", await SeenAsync(bmp));
    }

    [Theory]
    [InlineData("gif")]
    [InlineData("webp")]
    public async Task Of_an_animation_the_first_image_is_the_page(string format) =>
        Assert.Equal("ABCD 64x48", await SeenAsync(await FourCorners.WrittenAsync("(", "+clone", "-negate", ")", format)));

    [Fact]
    public async Task A_gif_s_image_that_is_smaller_than_its_screen_lies_on_white() => Assert.Equal(
        "DDDD 84x68", await SeenAsync(await FourCorners.WrittenAsync("-repage", "84x68+10+10", "gif")));

    [Fact]
    public async Task A_gif_s_screen_grows_with_an_image_that_does_not_fit() => Assert.Equal(
        "DBDD 74x50", await SeenAsync(await FourCorners.WrittenAsync("-repage", "30x30+10+2", "gif")));

    [Fact]
    public async Task One_pixel_is_a_page() =>
        Assert.Equal((1, 1), PgmSize.Of((await _engine.ImagesAsync(PngBytes.Of(1, 1, (_, _) => 7)))[0].Pgm));

    private async Task<string> SeenAsync(byte[] image) => FourCorners.Read(Assert.Single(await _engine.ImagesAsync(image)).Pgm);
}
