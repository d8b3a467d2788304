using System.Globalization;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.SearchablePdf;

/// <summary>Image files of 600 x 400 pixels at 150 dpi, made by ImageMagick.</summary>
internal static class TestImage
{
    /// <summary>Something that is not the same when it is turned, mirrored or inverted.</summary>
    private const string Picture =
        "-size 600x400 'gradient:white-#d0d0ff' -fill black -draw 'rectangle 30,40 130,60' "
        + "-fill '#b00000' -draw 'circle 480,300 480,340' -fill '#006000' -draw 'polygon 60,350 120,250 160,360' -alpha off";

    public static async Task<byte[]> OfAsync(string extension, string arguments)
    {
        var folder = Directory.CreateTempSubdirectory("spade-test-");
        try
        {
            var path = Path.Combine(folder.FullName, $"image.{extension}");
            await RunAsync($"convert {Picture} -density 150 -units PixelsPerInch {arguments} {path}");
            return await File.ReadAllBytesAsync(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Puts an EXIF orientation into a JPEG.</summary>
    public static byte[] WithOrientation(byte[] jpeg, int orientation) =>
    [
        .. jpeg.AsSpan(0, 2), 0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1,
        0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, .. jpeg.AsSpan(2),
    ];

    /// <summary>A gray TIFF of four strips, black on the left, each with further bytes behind its rows.</summary>
    public static byte[] PaddedTiff()
    {
        const int Width = 600, Height = 400, Rows = 100, Padding = 64;
        var length = Rows * Width + Padding;
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("II*\0"u8);
        writer.Write(8 + 4 * length + 32);
        for (var strip = 0; strip < 4; strip++)
        {
            for (var i = 0; i < length; i++)
                writer.Write((byte)(i % Width < Width / 3 ? 0 : 255));
        }

        foreach (var offset in Enumerable.Range(0, 4).Select(strip => 8 + strip * length).Concat(Enumerable.Repeat(length, 4)))
            writer.Write(offset);
        var arrays = 8 + 4 * length;
        (int Tag, int Count, int Value)[] tags =
        [
            (256, 1, Width), (257, 1, Height), (258, 1, 8), (259, 1, 1), (262, 1, 1), (273, 4, arrays), (277, 1, 1), (278, 1, Rows),
            (279, 4, arrays + 16),
        ];
        writer.Write((ushort)tags.Length);
        foreach (var (tag, count, value) in tags)
        {
            writer.Write((ushort)tag);
            writer.Write((ushort)4);
            writer.Write(count);
            writer.Write(value);
        }

        writer.Write(0);
        return file.ToArray();
    }

    /// <summary>How far the drawn page is from the upright image on white, as a root mean square between 0 and 1.</summary>
    /// <param name="pdf">The page.</param>
    /// <param name="upright">The image; by default the original, turned as it says itself.</param>
    public static async Task<double> DifferenceAsync(MadePdf pdf, byte[]? upright = null)
    {
        var drawn = pdf.Path + ".drawn";
        var image = upright is null ? pdf.Original : $"{drawn}.upright";
        if (upright is not null)
            await File.WriteAllBytesAsync(image, upright);
        // Small, so that dithering and the edge of a pixel do not count. Inverted or turned, the two are far apart.
        await RunAsync($"pdftoppm -r 150 -png -singlefile {pdf.Path} {drawn}");
        await RunAsync($"convert {drawn}.png -resize 10% {drawn}.png");
        await RunAsync(
            $"convert {image}[0] -auto-orient +repage -background white -alpha remove -alpha off -colorspace sRGB "
            + $"-resize 10% {drawn}.original.png");
        var run = await ProcessRun.OfAsync("compare", ["-metric", "RMSE", $"{drawn}.png", $"{drawn}.original.png", "null:"]);
        var (start, end) = (run.Error.IndexOf('('), run.Error.IndexOf(')'));
        Assert.True(start >= 0, run.Error);
        return double.Parse(run.Error.AsSpan(start + 1, end - start - 1), CultureInfo.InvariantCulture);
    }

    private static async Task RunAsync(string command)
    {
        var run = await ProcessRun.OfAsync("sh", ["-c", command]);
        Assert.True(run.ExitCode == 0, run.Error);
    }
}
