using System.Text;
using Spade.Documents.Inspection;

namespace Spade.Tests.Documents.Inspection;

public sealed class ImageHeadersTests
{
    private readonly DocumentLimits _limits = new() { MaxPages = 5 };

    [Fact]
    public async Task A_png_tells_its_size()
    {
        var page = Assert.Single(await ReadablePagesAsync(PngHead(640, 480), MediaTypes.Png));
        Assert.Equal(new ImagePage(640, 480, 1, 1), page);
    }

    [Theory]
    [InlineData(30_000, 30_000)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public async Task A_pixel_bomb_is_rejected_by_its_header(int width, int height)
    {
        var inspection = await ReadAsync(PngHead(width, height), MediaTypes.Png);
        Assert.Equal(new ImageInspection.TooManyPixels(1, width, height), inspection);
    }

    [Fact]
    public async Task The_limit_itself_is_allowed_and_one_row_more_is_not()
    {
        Assert.IsType<ImageInspection.Readable>(await ReadAsync(PngHead(10_000, 10_000), MediaTypes.Png));
        Assert.IsType<ImageInspection.TooManyPixels>(await ReadAsync(PngHead(10_000, 10_001), MediaTypes.Png));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_jpeg_tells_its_size_and_how_to_turn_it(bool littleEndian)
    {
        var page = Assert.Single(await ReadablePagesAsync(JpegHead(Exif(6, littleEndian)), MediaTypes.Jpeg));
        Assert.Equal(new ImagePage(300, 200, 6, 3), page);
    }

    [Fact]
    public async Task Damaged_exif_leaves_the_picture_upright()
    {
        var exif = Exif(6, littleEndian: true);
        exif[10] = 0xFF; // the directory's offset
        var page = Assert.Single(await ReadablePagesAsync(JpegHead(exif), MediaTypes.Jpeg));
        Assert.Equal(1, page.Orientation);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task Every_page_of_a_tiff_is_counted(bool littleEndian, bool big)
    {
        var file = new TiffBytes(littleEndian, big) { Orientation = 8 }
            .AddPage(3, 5, new byte[15]).AddPage(2, 2, new byte[4]).AddPage(7, 1, new byte[7]).ToArray();
        var pages = await ReadablePagesAsync(file, MediaTypes.Tiff);
        Assert.Equal(
            [new ImagePage(3, 5, 8, 1), new ImagePage(2, 2, 8, 1) { Directory = 1 }, new ImagePage(7, 1, 8, 1) { Directory = 2 }],
            pages.Select(page => page with { OrientationAt = null, DirectoryAt = 0 }));
        Assert.All(pages, page => Assert.Equal(8, file[page.OrientationAt!.Value + (littleEndian ? 0 : 1)]));
    }

    [Theory]
    [InlineData(254, 1)] // a smaller copy
    [InlineData(254, 4)] // a mask
    [InlineData(254, 5)] // a smaller mask
    [InlineData(255, 2)] // a smaller copy, in older files
    public async Task A_directory_of_a_tiff_that_belongs_to_another_image_is_no_page_wherever_it_stands(int tag, int value)
    {
        (ushort, int) kind = ((ushort)tag, value);
        var file = new TiffBytes().AddPage(2, 2, new byte[4], kind).AddPage(3, 5, new byte[15], (254, 2)).AddPage(1, 1, new byte[1], kind)
            .AddPage(7, 1, new byte[7], (255, 3)).ToArray();
        var pages = await ReadablePagesAsync(file, MediaTypes.Tiff);
        Assert.Equal(
            [new ImagePage(3, 5, 1, 1) { Directory = 1 }, new ImagePage(7, 1, 1, 1) { Directory = 3 }],
            pages.Select(page => page with { DirectoryAt = 0 }));
    }

    [Fact]
    public async Task A_tiff_of_smaller_copies_only_has_them_as_its_pages()
    {
        var file = new TiffBytes().AddPage(3, 5, new byte[15], (254, 1)).AddPage(2, 2, new byte[4], (254, 1)).ToArray();
        var pages = await ReadablePagesAsync(file, MediaTypes.Tiff);
        Assert.Equal(
            [new ImagePage(3, 5, 1, 1), new ImagePage(2, 2, 1, 1) { Directory = 1 }],
            pages.Select(page => page with { DirectoryAt = 0 }));
        // The first directory follows the header; the second its pixels.
        Assert.Equal(8, pages[0].DirectoryAt);
        Assert.InRange(pages[1].DirectoryAt, 9, file.Length);
    }

    [Fact]
    public async Task A_bomb_that_calls_itself_a_smaller_copy_is_not_decoded_and_does_no_harm()
    {
        var file = new TiffBytes().AddPage(3, 5, new byte[15]).AddPage(40_000, 40_000, new byte[4], (254, 1)).ToArray();
        Assert.Single(await ReadablePagesAsync(file, MediaTypes.Tiff));
        var alone = new TiffBytes().AddPage(40_000, 40_000, new byte[4], (254, 1)).ToArray();
        Assert.IsType<ImageInspection.TooManyPixels>(await ReadAsync(alone, MediaTypes.Tiff));
    }

    [Fact]
    public async Task A_bomb_on_a_later_page_of_a_tiff_is_found()
    {
        var file = new TiffBytes().AddPage(3, 5, new byte[15]).AddPage(40_000, 40_000, new byte[4]).ToArray();
        Assert.Equal(new ImageInspection.TooManyPixels(2, 40_000, 40_000), await ReadAsync(file, MediaTypes.Tiff));
    }

    [Fact]
    public async Task A_tiff_cut_anywhere_is_unreadable()
    {
        var file = TiffBytes.Of((10, 10, new byte[100]), (10, 10, new byte[100]), (10, 10, new byte[100]));
        for (var length = 4; length < file.Length; length++)
            Assert.IsType<ImageInspection.Unreadable>(await ReadAsync(file[..length], MediaTypes.Tiff));
    }

    [Fact]
    public async Task A_tiff_whose_pages_form_a_circle_is_unreadable()
    {
        var file = new TiffBytes().AddPage(1, 1, new byte[1]).AddPage(1, 1, new byte[1]).PointTo(8).ToArray();
        Assert.IsType<ImageInspection.Unreadable>(await ReadAsync(file, MediaTypes.Tiff));
    }

    [Fact]
    public async Task A_tiff_that_points_past_its_end_is_unreadable()
    {
        var file = new TiffBytes().AddPage(1, 1, new byte[1]).PointTo(uint.MaxValue).ToArray();
        Assert.IsType<ImageInspection.Unreadable>(await ReadAsync(file, MediaTypes.Tiff));
    }

    [Fact]
    public async Task Counting_pages_ends_at_the_limit()
    {
        var tiff = new TiffBytes();
        for (var i = 0; i < 6; i++)
            tiff.AddPage(1, 1, new byte[1]);
        Assert.IsType<ImageInspection.TooManyPages>(await ReadAsync(tiff.ToArray(), MediaTypes.Tiff));
    }

    [Fact]
    public async Task A_jpeg_that_never_reaches_its_frame_costs_bounded_work()
    {
        var file = new byte[64 * 1024 * 1024];
        Array.Fill(file, (byte)0xFF);
        file[1] = 0xD8;
        Assert.IsType<ImageInspection.Unreadable>(await ReadAsync(file, MediaTypes.Jpeg));
    }

    [Theory]
    [InlineData(MediaTypes.Png)]
    [InlineData(MediaTypes.Jpeg)]
    [InlineData(MediaTypes.Tiff)]
    [InlineData(MediaTypes.Webp)]
    [InlineData(MediaTypes.Bmp)]
    [InlineData(MediaTypes.Gif)]
    public async Task Noise_behind_a_signature_never_throws(string mediaType)
    {
        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            var file = new byte[random.Next(16, 400)];
            random.NextBytes(file);
            var signature = mediaType switch
            {
                MediaTypes.Jpeg => "\u00ff\u00d8\u00ff\u00e1",
                MediaTypes.Tiff => round % 2 == 0 ? "II*\0" : "MM\0+",
                MediaTypes.Webp => $"RIFF\u0001\0\0\0WEBPVP8{"XL "[round % 3]}",
                _ => "",
            };
            Encoding.Latin1.GetBytes(signature).CopyTo(file, 0);
            Assert.NotNull(await ReadAsync(file, mediaType));
        }
    }

    [Fact]
    public async Task A_pdf_needs_a_decoder() =>
        Assert.IsType<ImageInspection.NeedsDecoder>(await ReadAsync("%PDF-1.7"u8.ToArray(), MediaTypes.Pdf));

    private Task<ImageInspection> ReadAsync(byte[] file, string mediaType) =>
        ImageHeaders.ReadAsync(new MemoryStream(file), mediaType, _limits, CancellationToken.None);

    private async Task<IReadOnlyList<ImagePage>> ReadablePagesAsync(byte[] file, string mediaType) =>
        Assert.IsType<ImageInspection.Readable>(await ReadAsync(file, mediaType)).Pages;

    private static byte[] PngHead(int width, int height) =>
    [
        0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, .. BigEndian(width), .. BigEndian(height), 8, 0, 0, 0, 0,
    ];

    private static byte[] JpegHead(byte[] exif) =>
    [
        0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif,
        0xFF, 0xC4, 0, 3, 0, 0xFF, 0xC2, 0, 17, 8, 0, 200, 1, 44, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    private static byte[] Exif(byte orientation, bool littleEndian) => littleEndian
        ? [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]
        : [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0];

    private static byte[] BigEndian(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
}
