using Spade.Rehearsal.Scans;
using Spade.Tests.Documents.Inspection;
using Spade.Worker.Errors;

namespace Spade.Tests.Ocr;

/// <summary>An image of which a part is lost is <c>corrupt</c>, never a shorter or an empty page.</summary>
public sealed class DamagedImageTests : IDisposable
{
    private const string Script =
        "echo \"convert: attempt to perform an operation not allowed by the security policy 'PNG' @ error/constitute.c\" >&2; exit 1";

    // PackBits: 64 equal bytes a row.
    private static readonly byte[] Rows = [.. Enumerable.Repeat((byte[])[0xC1, 0xFF], 48).SelectMany(row => row)];

    private readonly OcrEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("png")]
    [InlineData("-colorspace sRGB jpeg")]
    [InlineData("-interlace JPEG jpeg")]
    [InlineData("-compress LZW tiff")]
    [InlineData("-compress Group4 tiff")]
    [InlineData("-quality 90 webp")]
    [InlineData("-define webp:lossless=true webp")]
    [InlineData("bmp3")]
    [InlineData("-type Palette -compress RLE bmp3")]
    [InlineData("gif")]
    public async Task An_image_that_is_cut_is_corrupt_wherever_it_is_cut(string target)
    {
        var image = await ImageMagick.ConvertAsync(Speckled(), target.Split(' '));
        foreach (var length in (int[])[60, 200, image.Length / 2, image.Length * 9 / 10, image.Length - 20])
            AssertCorrupt(await _engine.ProblemAsync(image[..length]));
    }

    [Theory]
    [InlineData("png")]
    [InlineData("jpeg")]
    [InlineData("-interlace JPEG jpeg")]
    [InlineData("-compress LZW tiff")]
    [InlineData("-threshold 50% -compress Group4 tiff")]
    [InlineData("gif")]
    public async Task An_image_with_garbled_pixels_is_corrupt(string target)
    {
        var image = await ImageMagick.ConvertAsync(Speckled(), target.Split(' '));
        var garbled = image.AsSpan(image.Length / 3, 400);
        new Random(5).NextBytes(garbled);
        // A JPEG has no checksum: noise may be a picture too, but its end comes last.
        (garbled[^2], garbled[^1]) = (0xFF, 0xD9);
        AssertCorrupt(await _engine.ProblemAsync(image));
    }

    [Fact]
    public async Task The_sentence_names_the_kind_of_file()
    {
        var jpeg = await ImageMagick.ConvertAsync(Speckled(), "jpeg");
        var problem = await _engine.ProblemAsync(jpeg[..(jpeg.Length / 2)]);
        Assert.Equal("The JPEG is damaged or cut short: part of it cannot be decoded.", problem.Error.Message);
    }

    [Fact]
    public async Task A_damaged_page_of_a_tiff_leaves_the_other_pages_alone()
    {
        var tiff = new TiffBytes { Compression = 32773 }.AddPage(64, 48, Rows).AddPage(64, 48, Rows[..40]).AddPage(64, 48, Rows).ToArray();
        var images = await _engine.ImagesAsync(tiff);
        Assert.Equal([(1, true), (2, false), (3, true)], images.Select(image => (image.Page.Page, image.Page.Problem is null)));
        var problem = images[1].Page.Problem!;
        Assert.Equal(
            (RecognitionFault.Page, "corrupt", "Page 2 of the TIFF is damaged: part of it cannot be decoded."),
            (problem.Fault, problem.Error.Type, problem.Error.Message));
        Assert.Equal([(64, 48), (64, 48)], new[] { images[0], images[2] }.Select(image => PgmSize.Of(image.Pgm)));
    }

    [Fact]
    public async Task A_fax_with_a_few_lines_that_were_received_badly_is_read_and_one_with_many_is_corrupt()
    {
        var fax = await ImageMagick.ConvertAsync(Speckled(), "-resize", "400%", "-threshold", "50%", "-compress", "Fax", "tiff");
        Assert.Single(await _engine.ImagesAsync(Garbled(fax, every: fax.Length / 4)));
        AssertCorrupt(await _engine.ProblemAsync(Garbled(fax, every: 40)));
    }

    [Fact]
    public async Task A_program_that_cannot_do_its_work_says_nothing_about_the_image()
    {
        using var programs = new FakePrograms().Add("convert", Script).Add("magick", Script);
        using var engine = new OcrEngine(programs);
        var problem = await engine.ProblemAsync(ImageBytes.Page);
        Assert.Equal((RecognitionFault.Tool, "page-crashed"), (problem.Fault, problem.Error.Type));
    }

    private static byte[] Garbled(byte[] fax, int every)
    {
        var garbled = fax.ToArray();
        for (var i = every / 2 + 200; i < fax.Length - 400; i += every)
            garbled[i] ^= 0xFF;
        return garbled;
    }

    // Enough detail that no kind of file stores it in a few bytes.
    private static byte[] Speckled()
    {
        var random = new Random(3);
        return PngBytes.Of(200, 150, (_, _) => (byte)random.Next(256));
    }

    // What headers show is the document's problem, what a decoder shows the page's.
    private static void AssertCorrupt(RecognitionException problem)
    {
        Assert.Equal("corrupt", problem.Error.Type);
        Assert.True(problem.Fault is RecognitionFault.Document or RecognitionFault.Page, problem.Fault.ToString());
    }
}
