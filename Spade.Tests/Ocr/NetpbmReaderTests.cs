using System.Text;
using Spade.Worker.Pixels;

namespace Spade.Tests.Ocr;

/// <summary>Page images are read as every program writes them, and refused when they are cut.</summary>
public sealed class NetpbmReaderTests : IDisposable
{
    private readonly GrayFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("P5\n3 2\n255\n")]
    [InlineData("P5 3 2 255 ")]
    [InlineData("P5\n# made by a scanner\n3 2\n# of good make\n255\n")]
    [InlineData("P5\r\n3\t2\r\n255\n")]
    public void The_header_may_be_written_in_every_way_that_the_format_allows(string header)
    {
        using var page = NetpbmReader.OpenGray(Write(header, [1, 2, 3, 4, 5, 6]));
        var (row, part) = (new byte[3], new byte[2]);
        page.ReadRows(1, row);
        page.ReadPart(0, 1, part);
        Assert.Equal((3, 2), (page.Width, page.Height));
        Assert.Equal([4, 5, 6], row);
        Assert.Equal([2, 3], part);
    }

    [Theory]
    [InlineData("P6\n3 2\n255\n", 18)]
    [InlineData("P2\n3 2\n255\n", 12)]
    [InlineData("P5\n3 2\n65535\n", 12)]
    [InlineData("P5\n3 0\n255\n", 0)]
    [InlineData("P5\n3 -2\n255\n", 6)]
    [InlineData("P5\n3 2\n255\n", 5)]
    [InlineData("P5\n99999 99999\n255\n", 6)]
    [InlineData("P5\n3 2", 0)]
    [InlineData("P5\n# no end", 0)]
    [InlineData("", 0)]
    public void A_file_that_is_no_whole_gray_image_is_refused(string header, int pixels) =>
        Assert.Throws<InvalidDataException>(() => NetpbmReader.OpenGray(Write(header, new byte[pixels])));

    // Ten columns: a row of the black and white image ends in the middle of a byte.
    [Theory]
    [InlineData("P4\n10 2\n", new byte[] { 0b0101_0000, 0b0100_0000, 0b1111_1111, 0b1000_0000 })]
    [InlineData("P5\n10 2\n255\n", new byte[] { 255, 0, 255, 0, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255 })]
    public void Black_and_white_is_read_as_gray(string header, byte[] stored)
    {
        using var page = NetpbmReader.TryOpen(Write(header, stored))!;
        var (all, part) = (new byte[20], new byte[3]);
        page.ReadRows(0, all);
        page.ReadPart(0, 7, part);
        Assert.Equal([255, 0, 255, 0, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255], all);
        Assert.Equal([255, 255, 0], part);
    }

    [Fact]
    public void Colours_are_read_as_the_gray_in_which_poppler_draws_them()
    {
        using var page = NetpbmReader.TryOpen(Write("P6\n2 2\n255\n", [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]))!;
        var (all, part) = (new byte[4], new byte[1]);
        page.ReadRows(0, all);
        page.ReadPart(1, 1, part);
        Assert.Equal([76, 150, 27, 255], all);
        Assert.Equal([255], part);
    }

    [Theory]
    [InlineData("P4\n10 2\n", 3)]
    [InlineData("P5\n3 2\n255\n", 7)]
    [InlineData("P6\n3 2\n255\n", 17)]
    [InlineData("P6\n2147483647 2147483647\n255\n", 18)]
    [InlineData("P3\n3 2\n255\n", 18)]
    public void A_file_that_is_no_whole_image_is_not_opened(string header, int bytes) =>
        Assert.Null(NetpbmReader.TryOpen(Write(header, new byte[bytes])));

    [Fact]
    public void An_image_that_is_too_large_is_not_opened()
    {
        var path = Write("P5\n3 2\n255\n", new byte[6]);
        using var page = NetpbmReader.TryOpen(path, 6);
        Assert.NotNull(page);
        Assert.Null(NetpbmReader.TryOpen(path, 5));
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        var path = _files.NewPath();
        using (var writer = new PgmWriter(path, 2, 2))
        {
            writer.WriteRows([1, 2]);
            writer.WriteRows([3, 4]);
        }

        Assert.Equal([1, 2, 3, 4], GrayPage.Load(path).Pixels.ToArray());
    }

    private string Write(string header, byte[] pixels)
    {
        var path = _files.NewPath();
        File.WriteAllBytes(path, [.. Encoding.ASCII.GetBytes(header), .. pixels]);
        return path;
    }
}
