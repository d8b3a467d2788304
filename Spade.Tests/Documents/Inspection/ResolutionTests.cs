using System.Buffers.Binary;
using Spade.Documents.Inspection;
using Spade.Rehearsal.Scans;

namespace Spade.Tests.Documents.Inspection;

/// <summary>The resolution that a header states, and the size that a page has when its pixels are made square.</summary>
public sealed class ResolutionTests
{
    [Theory]
    [InlineData(1, 300, 300, true)]
    [InlineData(2, 762, 762, true)]
    [InlineData(0, 300, 300, false)]
    public async Task A_jpeg_states_its_resolution_in_one_of_three_units(byte unit, double x, double y, bool isPerInch) =>
        Assert.Equal((x, y, isPerInch), Rounded((await PageAsync(Jpeg(Jfif(unit, 300, 300)))).Density));

    [Theory]
    [InlineData(1, 72)]
    [InlineData(0, 240)]
    public async Task A_jpeg_s_exif_counts_where_jfif_states_no_unit(byte unit, double dpi)
    {
        var page = await PageAsync(Jpeg(Jfif(unit, 72, 72), Segment(0xE1, [.. "Exif\0\0"u8, .. Exif(240)])));
        Assert.Equal((6, new PixelDensity(dpi, dpi, IsPerInch: true)), (page.Orientation, page.Density));
    }

    [Theory]
    [InlineData(1, true, 299.9994)]
    [InlineData(0, false, 11811)]
    public async Task A_png_states_its_resolution_per_metre_or_the_shape_of_its_pixels(byte unit, bool isPerInch, double density)
    {
        var page = await PageAsync(Png(PngBytes.Chunk("pHYs", [.. Bytes(11811), .. Bytes(11811), unit])));
        Assert.Equal((density, isPerInch), (Math.Round(page.Density!.X, 4), page.Density.IsPerInch));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_png_s_exif_tells_how_to_turn_it_wherever_it_stands(bool isLast)
    {
        var (exif, pixels) = (PngBytes.Chunk("eXIf", Exif(240)), PngBytes.Chunk("IDAT", new byte[50]));
        var page = await PageAsync(Png(isLast ? [.. pixels, .. exif] : [.. exif, .. pixels]));
        Assert.Equal((6, new PixelDensity(240, 240, IsPerInch: true)), (page.Orientation, page.Density));
    }

    [Theory]
    [InlineData(1, 204, 98, false)]
    [InlineData(2, 204, 98, true)]
    [InlineData(3, 518.16, 248.92, true)]
    public async Task A_tiff_states_its_resolution_in_one_of_three_units(int unit, double x, double y, bool isPerInch)
    {
        var page = await PageAsync(new TiffBytes().AddPage(2, 2, new byte[4], (282, 204), (283, 98), (296, unit)).ToArray());
        Assert.Equal((x, y, isPerInch), Rounded(page.Density));
    }

    [Theory]
    [InlineData(300, 300, 1000, 500)]
    [InlineData(204, 98, 1000, 1041)]
    [InlineData(98, 204, 2082, 500)]
    [InlineData(204, 196, 1000, 500)]
    [InlineData(240, 72, 1000, 1667)]
    [InlineData(300, 1, 1000, 500)]
    [InlineData(1, 300, 1000, 500)]
    public void Pixels_that_are_not_square_give_a_page_more_of_them_the_other_way(double x, double y, int width, int height)
    {
        var page = new ImagePage(1000, 500, 1, 1) { Density = PixelDensity.Of(x, y, isPerInch: true) };
        Assert.Equal((width, height), (page.SquareWidth, page.SquareHeight));
    }

    [Fact]
    public async Task The_limit_counts_the_pixels_of_the_page_when_they_are_square()
    {
        var tiff = new TiffBytes().AddPage(9_000, 9_000, new byte[4], (282, 204), (283, 98)).ToArray();
        Assert.Equal(new ImageInspection.TooManyPixels(1, 9_000, 18_735), await ReadAsync(tiff));
    }

    private static async Task<ImagePage> PageAsync(byte[] file) =>
        Assert.Single(Assert.IsType<ImageInspection.Readable>(await ReadAsync(file)).Pages);

    private static Task<ImageInspection> ReadAsync(byte[] file) => ImageHeaders.ReadAsync(
        new MemoryStream(file), ContentSniffer.Detect(file)!, new DocumentLimits(), CancellationToken.None);

    private static (double, double, bool) Rounded(PixelDensity? density) =>
        (Math.Round(density!.X, 4), Math.Round(density.Y, 4), density.IsPerInch);

    private static byte[] Png(byte[] chunks) =>
    [
        0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. PngBytes.Chunk("IHDR", [.. Bytes(20), .. Bytes(10), 8, 0, 0, 0, 0]), .. chunks,
        .. PngBytes.Chunk("IEND", []),
    ];

    private static byte[] Jpeg(params byte[][] segments) =>
        [0xFF, 0xD8, .. segments.SelectMany(bytes => bytes), .. Segment(0xC0, [8, 0, 200, 1, 44, 1, 1, 0x11, 0])];

    private static byte[] Jfif(byte unit, int x, int y) =>
        Segment(0xE0, [.. "JFIF\0"u8, 1, 2, unit, (byte)(x >> 8), (byte)x, (byte)(y >> 8), (byte)y, 0, 0]);

    private static byte[] Segment(byte marker, byte[] data) => [0xFF, marker, 0, (byte)(data.Length + 2), .. data];

    /// <summary>Orientation 6 and a resolution per inch.</summary>
    private static byte[] Exif(uint dpi)
    {
        byte[] number = [.. Bytes((int)dpi), .. Bytes(1)];
        return
        [
            .. "MM\0*"u8, 0, 0, 0, 8, 0, 3, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0x01, 0x1A, 0, 5, 0, 0, 0, 1, 0, 0, 0, 50,
            0x01, 0x1B, 0, 5, 0, 0, 0, 1, 0, 0, 0, 50, 0, 0, 0, 0, .. number,
        ];
    }

    private static byte[] Bytes(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
