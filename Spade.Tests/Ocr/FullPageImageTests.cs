using Spade.Tests.Infrastructure;
using Spade.Worker.Pdf;

namespace Spade.Tests.Ocr;

/// <summary>A page that is one full-page image is recognised from that image, pixel by pixel as it was scanned. Every other page is
/// drawn.</summary>
[Collection(BusyEngine.Name)]
public sealed class FullPageImageTests : IDisposable
{
    private readonly OcrEngine _engine = new();

    /// <summary>Pages that show more than an image, or the image in another way.</summary>
    public static TheoryData<string> Others { get; } =
    [
        "stamp", "stamp under the image", "hairline", "white box", "gray box of a letter's size", "annotation", "two images", "image twice",
        "smaller image", "moved image", "larger image", "clipped", "mirrored", "askew", "stencil", "soft mask", "explicit mask",
        "colour key", "half transparent", "stretched", "much coarser", "much finer", "inline", "inside a pattern",
    ];

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Pages_that_are_one_image_keep_every_pixel()
    {
        var pages = await SeenPage.OfAsync(_engine, new PdfBytes().ToArray());
        Assert.Equal([1, 2, 3], pages.Select(page => page.Page));
        Assert.All(
            pages,
            page => Assert.Equal((true, 150, 1240, 1754), (page.IsTaken, page.Dpi, page.Picture!.Width, page.Picture.Height)));
        Assert.Equal(PdfScan.Gray, pages[0].Picture!.Pixels);
        Assert.All(pages, page => Assert.Equal((595, 842), (page.WidthPoints, page.HeightPoints)));
    }

    [Theory]
    [InlineData("/Rotate 90", "595 0 0 842 0 0", 90)]
    [InlineData("/Rotate 180", "595 0 0 842 0 0", 180)]
    [InlineData("/Rotate -90", "595 0 0 842 0 0", 270)]
    [InlineData("", "-595 0 0 -842 595 842", 180)]
    [InlineData("/Rotate 180", "-595 0 0 -842 595 842", 0)]
    public async Task A_page_that_shows_its_image_turned_has_it_turned(string rotation, string matrix, int turn)
    {
        var document = PdfScan.Of($"q {matrix} cm /I Do Q", $"/MediaBox[0 0 595 842]{rotation}").ToArray();
        AssertTaken(new GrayPicture(1240, 1754, PdfScan.Gray).Turned(turn), await OnlyAsync(document));
    }

    [Theory]
    [InlineData("0 595 -842 0 842 0", 270)]
    [InlineData("0 -595 842 0 0 595", 90)]
    public async Task So_has_a_page_whose_content_turns_it_on_its_side(string matrix, int turn)
    {
        var document = PdfScan.Of($"q {matrix} cm /I Do Q", "/MediaBox[0 0 842 595]").ToArray();
        AssertTaken(new GrayPicture(1240, 1754, PdfScan.Gray).Turned(turn), await OnlyAsync(document));
    }

    [Theory]
    [InlineData("q 595 0 0 842 0 0 cm /I Do Q BT 3 Tr /F 12 Tf 50 700 Td (Text that is not visible) Tj ET")]
    [InlineData("BT 3 Tr /F 30 Tf 50 700 Td (Text that is not visible) Tj ET q 595 0 0 842 0 0 cm /I Do Q")]
    [InlineData("BT /F 30 Tf 50 700 Td (Text that the image covers) Tj ET q 595 0 0 842 0 0 cm /I Do Q")]
    [InlineData("q 0 0 595 842 re W n 297.5 0 0 421 0 0 cm 2 0 0 2 0 0 cm /I Do Q")]
    public async Task What_is_not_seen_makes_no_difference(string content) =>
        AssertTaken(new GrayPicture(1240, 1754, PdfScan.Gray), await OnlyAsync(PdfScan.Of(content).ToArray()));

    [Theory]
    [InlineData("/MediaBox[-10 -10 585 832]", "595 0 0 842 -10 -10")]
    [InlineData("/MediaBox[-100 -100 800 1000]/CropBox[0 0 595 842]", "595 0 0 842 0 0")]
    [InlineData("/MediaBox[0 0 595 842]/CropBox[595 842 595 842]", "595 0 0 842 0 0")]
    public async Task The_visible_area_counts(string boxes, string matrix) => AssertTaken(
        new GrayPicture(1240, 1754, PdfScan.Gray), await OnlyAsync(PdfScan.Of($"q {matrix} cm /I Do Q", boxes).ToArray()));

    [Theory]
    [MemberData(nameof(Others))]
    public async Task A_page_that_is_anything_else_is_drawn(string kind)
    {
        var page = await OnlyAsync(Other(kind).ToArray());
        Assert.Null(page.Problem);
        Assert.False(page.IsTaken);
    }

    // The image has 150 dpi.
    [Theory]
    [InlineData(300, false)]
    [InlineData(225, true)]
    [InlineData(112, true)]
    [InlineData(75, false)]
    public async Task An_image_much_coarser_or_finer_than_the_resolution_asked_for_is_drawn(int dpi, bool isTaken) =>
        Assert.Equal(isTaken, Assert.Single(await SeenPage.OfAsync(_engine, PdfScan.Of().ToArray(), dpi: dpi)).IsTaken);

    [Fact]
    public async Task Black_and_white_comes_out_right_whichever_bit_is_black()
    {
        var black = (byte[])[.. PdfScan.Gray.Select(gray => gray < 128 ? (byte)0 : (byte)255)];
        foreach (var image in (IEnumerable<(string, byte[])>)
            [
                ("/ColorSpace/DeviceGray/BitsPerComponent 1", PdfScan.Bits(black: 0)),
                ("/ColorSpace/DeviceGray/BitsPerComponent 1/Decode[1 0]", PdfScan.Bits(black: 1)),
                ("/ColorSpace[/Indexed/DeviceGray 1<FF00>]/BitsPerComponent 1", PdfScan.Bits(black: 1)),
            ])
        {
            AssertTaken(new GrayPicture(1240, 1754, black), await OnlyAsync(PdfScan.Of(image: image).ToArray()));
        }
    }

    [Fact]
    public async Task Gray_that_is_stored_inverted_comes_out_right()
    {
        var inverted = (byte[])[.. PdfScan.Gray.Select(gray => (byte)(255 - gray))];
        AssertTaken(
            new GrayPicture(1240, 1754, PdfScan.Gray),
            await OnlyAsync(PdfScan.Of(image: ("/ColorSpace/DeviceGray/BitsPerComponent 8/Decode[1 0]", inverted)).ToArray()));
    }

    [Theory]
    [InlineData("pdftocairo -jpeg -gray", 1, "/ColorSpace/DeviceGray")]
    [InlineData("pdftoppm -jpeg", 3, "/ColorSpace/DeviceRGB")]
    [InlineData("pdftoppm -jpegcmyk", 4, "/ColorSpace/DeviceCMYK/Decode[1 0 1 0 1 0 1 0]")]
    public async Task A_jpeg_comes_out_as_it_is_seen(string encoder, int channels, string colors)
    {
        var words = encoder.Split(' ');
        var jpeg = await PdfScan.JpegAsync(words[0], words[1..]);
        Assert.Equal(channels, ChannelsOf(jpeg));
        var document = PdfScan.Of(image: ($"{colors}/BitsPerComponent 8/Filter/DCTDecode", jpeg)).ToArray();
        Assert.True((await OnlyAsync(document)).IsTaken);
        Assert.Equal([PdfBytes.Texts[0]], await _engine.ReadAsync(document));
    }

    [Fact]
    public async Task Fax_pages_of_a_real_scanner_format_are_taken_and_read()
    {
        var pages = await SeenPage.OfAsync(_engine, await File.ReadAllBytesAsync(Samples.ThreePages.FilePath), dpi: 300);
        Assert.All(
            pages,
            page => Assert.Equal((true, 300, 2480, 3508), (page.IsTaken, page.Dpi, page.Picture!.Width, page.Picture.Height)));
    }

    [Fact]
    public async Task A_document_of_both_kinds_keeps_its_order()
    {
        var document = new PdfBytes()
            .SetStream(PdfBytes.SecondContent, "", "q 595 0 0 842 0 0 cm /I Do Q 0 0 100 100 re f"u8.ToArray())
            .ToArray();
        var pages = await SeenPage.OfAsync(_engine, document);
        Assert.Equal([(1, true), (2, false), (3, true)], pages.Select(page => (page.Page, page.IsTaken)));
        Assert.Equal([(3, true)], (await SeenPage.OfAsync(_engine, document, "3")).Select(page => (page.Page, page.IsTaken)));
    }

    // The tenth byte of the segment that begins a baseline JPEG.
    private static int ChannelsOf(byte[] jpeg) => jpeg[jpeg.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]) + 9];

    private async Task<SeenPage> OnlyAsync(byte[] document) => Assert.Single(await SeenPage.OfAsync(_engine, document));

    private static void AssertTaken(GrayPicture expected, SeenPage page)
    {
        Assert.Null(page.Problem);
        Assert.True(page.IsTaken);
        Assert.Equal((expected.Width, expected.Height), (page.Picture!.Width, page.Picture.Height));
        Assert.True(expected.Pixels.AsSpan().SequenceEqual(page.Picture.Pixels));
    }

    private static PdfBytes Other(string kind)
    {
        const string Full = "q 595 0 0 842 0 0 cm /I Do Q ";
        const string Plain = "/ColorSpace/DeviceGray/BitsPerComponent 8";
        return kind switch
        {
            "stamp" => PdfScan.Of(Full + "BT .7 g /F 9 Tf 400 30 Td (Copy 7) Tj ET"),
            "stamp under the image" => PdfScan.Of("BT /F 30 Tf 0 5 Td (Copy) Tj ET q 590 0 0 810 5 30 cm /I Do Q"),
            "hairline" => PdfScan.Of(Full + "0 w 50 300 m 545 300 l S"),
            "white box" => PdfScan.Of(Full + "1 g 60 700 200 60 re f"),
            "gray box of a letter's size" => PdfScan.Of(Full + ".4 g 300 300 4 5 re f"),
            "annotation" => PdfScan.Of(
                    page: "/MediaBox[0 0 595 842]/Annots[<</Type/Annot/Subtype/Stamp/Rect[300 300 400 340]/F 4/AP<</N 8 0 R>>>>]")
                .SetStream(8, "/Type/XObject/Subtype/Form/BBox[0 0 100 40]", "1 0 0 rg 0 0 100 40 re f"u8.ToArray()),
            "two images" => PdfScan.Of(Full + "q 50 0 0 50 100 100 cm /J Do Q")
                .SetStream(8, $"/Type/XObject/Subtype/Image/Width 2/Height 2{Plain}", [0, 9, 0, 9]),
            "image twice" => PdfScan.Of(Full + "q 100 0 0 140 100 100 cm /I Do Q"),
            "smaller image" => PdfScan.Of("q 545 0 0 771 25 35 cm /I Do Q"),
            "moved image" => PdfScan.Of("q 595 0 0 842 20 0 cm /I Do Q"),
            "larger image" => PdfScan.Of("q 655 0 0 926 -30 -42 cm /I Do Q"),
            "clipped" => PdfScan.Of("q 0 0 595 700 re W n 595 0 0 842 0 0 cm /I Do Q"),
            "mirrored" => PdfScan.Of("q -595 0 0 842 595 0 cm /I Do Q"),
            "askew" => PdfScan.Of("q 594 10 -14 841 5 -5 cm /I Do Q"),
            "stencil" => PdfScan.Of(image: ("/ImageMask true/BitsPerComponent 1", PdfScan.Bits(black: 0))),
            "soft mask" => PdfScan.Of(image: ($"{Plain}/SMask 8 0 R", PdfScan.Gray))
                .SetStream(8, $"/Type/XObject/Subtype/Image/Width 2/Height 2{Plain}", [255, 255, 0, 255]),
            "explicit mask" => PdfScan.Of(image: ($"{Plain}/Mask 8 0 R", PdfScan.Gray))
                .SetStream(8, "/Type/XObject/Subtype/Image/Width 8/Height 2/ImageMask true/BitsPerComponent 1", [0xF0, 0]),
            "colour key" => PdfScan.Of(image: ($"{Plain}/Mask[0 120]", PdfScan.Gray)),
            "half transparent" => PdfScan.Of("q /G gs 595 0 0 842 0 0 cm /I Do Q", resources: "/ExtGState<</G<</ca .5>>>>"),
            "stretched" => PdfScan.Of("q 700 0 0 842 0 0 cm /I Do Q", "/MediaBox[0 0 700 842]"),
            "much coarser" => PdfScan.Of("q 1190 0 0 1684 0 0 cm /I Do Q", "/MediaBox[0 0 1190 1684]"),
            "much finer" => PdfScan.Of("q 200 0 0 283 0 0 cm /I Do Q", "/MediaBox[0 0 200 283]"),
            "inline" => PdfScan.Of("q 595 0 0 842 0 0 cm BI /W 2 /H 2 /BPC 8 /CS /G ID \u0001\u0010\u0002\u0020 EI Q"),
            "inside a pattern" => PdfScan.Of(
                    "/Pattern cs /P scn 0 0 595 842 re f", resources: "/Pattern<</P 8 0 R>>")
                .SetStream(
                    8, "/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 300 842]/XStep 300/YStep 842"
                        + "/Resources<</XObject<</I 5 0 R>>>>",
                    "q 595 0 0 842 0 0 cm /I Do Q"u8.ToArray()),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
    }
}
