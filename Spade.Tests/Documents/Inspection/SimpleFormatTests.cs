using System.Buffers.Binary;
using System.Text;
using Spade.Documents.Inspection;

namespace Spade.Tests.Documents.Inspection;

/// <summary>WebP, GIF and BMP tell the size of their page in their headers.</summary>
public sealed class SimpleFormatTests
{
    [Fact]
    public async Task A_lossy_webp_tells_its_size() => Assert.Equal(
        new ImagePage(640, 480, 1, 3), await PageAsync(Webp("VP8 ", [0, 0, 0, 0x9D, 1, 0x2A, .. Bytes16(640), .. Bytes16(480)])));

    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 4)]
    public async Task A_lossless_webp_tells_its_size(bool hasAlpha, int channels)
    {
        var bits = 639u | 479u << 14 | (hasAlpha ? 1u << 28 : 0);
        Assert.Equal(new ImagePage(640, 480, 1, channels), await PageAsync(Webp("VP8L", [0x2F, .. Bytes32(bits)])));
    }

    [Fact]
    public async Task An_extended_webp_tells_its_size_and_how_to_turn_it()
    {
        byte[] exif = [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0];
        byte[] data =
        [
            0x10, 0, 0, 0, 0x7F, 0x02, 0, 0xDF, 0x01, 0, .. "ODD1"u8, .. Bytes32(3), 1, 2, 3, 0,
            .. "EXIF"u8, .. Bytes32((uint)exif.Length), .. exif,
        ];
        Assert.Equal(new ImagePage(640, 480, 6, 4), await PageAsync(Webp("VP8X", 10, data)));
    }

    [Fact]
    public async Task A_webp_that_is_shorter_than_it_says_is_unreadable()
    {
        var webp = Webp("VP8L", [0x2F, .. Bytes32(0), 0, 0, 0, 0]);
        for (var length = 12; length < webp.Length; length++)
            Assert.IsType<ImageInspection.Unreadable>(await ReadAsync(webp[..length]));
    }

    [Theory]
    [InlineData(20, 10, 0, 0, 20, 10, 20, 10)]
    [InlineData(20, 10, 5, 3, 4, 2, 20, 10)]
    [InlineData(20, 10, 15, 8, 10, 4, 25, 12)]
    [InlineData(0, 0, 0, 0, 7, 9, 7, 9)]
    public async Task A_gif_s_page_is_its_screen_and_holds_its_first_image(
        int screenWidth, int screenHeight, int left, int top, int width, int height, int pageWidth, int pageHeight)
    {
        byte[] gif =
        [
            .. "GIF89a"u8, .. Bytes16(screenWidth), .. Bytes16(screenHeight), 0x80, 0, 0, .. new byte[6],
            0x21, 0xFE, 3, .. "abc"u8, 2, .. "de"u8, 0,
            0x2C, .. Bytes16(left), .. Bytes16(top), .. Bytes16(width), .. Bytes16(height), 0,
        ];
        Assert.Equal(new ImagePage(pageWidth, pageHeight, 1, 3) { Left = left, Top = top }, await PageAsync(gif));
    }

    [Fact]
    public async Task A_gif_without_an_image_is_unreadable() =>
        Assert.IsType<ImageInspection.Unreadable>(await ReadAsync([.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0, 0x3B]));

    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public async Task A_bmp_tells_its_size_whichever_row_comes_first(int height) => Assert.Equal(
        new ImagePage(5, 3, 1, 3) { Density = PixelDensity.PerMetre(11811, 5906) },
        await PageAsync(Bmp(40, [.. Bytes32(5), .. Bytes32(unchecked((uint)height)), 1, 0, 24, 0, .. Bytes32(0), .. Bytes32(0),
            .. Bytes32(11811), .. Bytes32(5906), .. new byte[8]], pixels: 48)));

    [Fact]
    public async Task An_old_bmp_tells_its_size() => Assert.Equal(
        new ImagePage(5, 3, 1, 3), await PageAsync(Bmp(12, [.. Bytes16(5), .. Bytes16(3), 1, 0, 24, 0], pixels: 48)));

    [Fact]
    public async Task A_bmp_without_its_last_pixel_is_unreadable() => Assert.IsType<ImageInspection.Unreadable>(
        await ReadAsync(Bmp(12, [.. Bytes16(5), .. Bytes16(3), 1, 0, 24, 0], pixels: 47)));

    [Fact]
    public async Task Pixel_bombs_are_rejected_by_their_headers()
    {
        Assert.IsType<ImageInspection.TooManyPixels>(await ReadAsync(Webp("VP8L", [0x2F, .. Bytes32(0x0FFFFFFF)])));
        Assert.IsType<ImageInspection.TooManyPixels>(await ReadAsync(Webp("VP8X", 10, [0, 0, 0, 0, .. Enumerable.Repeat((byte)0xFF, 6)])));
        Assert.IsType<ImageInspection.TooManyPixels>(await ReadAsync(
            [.. "GIF89a"u8, .. Bytes16(30_000), .. Bytes16(30_000), 0, 0, 0, 0x2C, .. new byte[4], 1, 0, 1, 0, 0]));
        Assert.IsType<ImageInspection.TooManyPixels>(await ReadAsync(Bmp(40, [.. Bytes32(30_000), .. Bytes32(30_000), 1, 0, 8, 0,
            .. Bytes32(1), .. new byte[20]], pixels: 100)));
    }

    private static async Task<ImagePage> PageAsync(byte[] file) =>
        Assert.Single(Assert.IsType<ImageInspection.Readable>(await ReadAsync(file)).Pages);

    private static Task<ImageInspection> ReadAsync(byte[] file) => ImageHeaders.ReadAsync(
        new MemoryStream(file), ContentSniffer.Detect([.. file, .. new byte[16]])!, new DocumentLimits(), CancellationToken.None);

    private static byte[] Webp(string chunk, byte[] data) => Webp(chunk, data.Length, data);

    private static byte[] Webp(string chunk, int length, byte[] data)
    {
        byte[] body = [.. "WEBP"u8, .. Encoding.ASCII.GetBytes(chunk), .. Bytes32((uint)length), .. data];
        return [.. "RIFF"u8, .. Bytes32((uint)body.Length), .. body];
    }

    private static byte[] Bmp(int header, byte[] rest, int pixels) =>
        [.. "BM"u8, .. new byte[8], .. Bytes32((uint)header + 14), .. Bytes32((uint)header), .. rest, .. new byte[pixels]];

    private static byte[] Bytes16(int value) => [(byte)value, (byte)(value >> 8)];

    private static byte[] Bytes32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}
