using System.Text;
using Spade.Worker.Pixels;

namespace Spade.Tests.Ocr;

/// <summary>Gray images are read as every program writes them, and refused when they are cut.</summary>
public sealed class PgmReaderTests : IDisposable
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
        using var page = PgmReader.Open(Write(header, [1, 2, 3, 4, 5, 6]));
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
        Assert.Throws<InvalidDataException>(() => PgmReader.Open(Write(header, new byte[pixels])));

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
