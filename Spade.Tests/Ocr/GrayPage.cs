using System.Text;
using Spade.Documents.Pages;
using Spade.Worker.Pixels;

namespace Spade.Tests.Ocr;

/// <summary>A gray image in memory, for tests that look at every pixel.</summary>
internal sealed class GrayPage
{
    private readonly byte[] _pixels;

    public GrayPage(int width, int height, byte gray = 255)
    {
        (Width, Height, _pixels) = (width, height, new byte[width * height]);
        Array.Fill(_pixels, gray);
    }

    public int Width { get; }

    public int Height { get; }

    public byte this[int x, int y]
    {
        get => _pixels[y * Width + x];
        set => _pixels[y * Width + x] = value;
    }

    /// <summary>Reads a PGM file.</summary>
    public static GrayPage Load(string path)
    {
        using var reader = NetpbmReader.OpenGray(path);
        var page = new GrayPage(reader.Width, reader.Height);
        reader.ReadRows(0, page._pixels);
        return page;
    }

    /// <summary>A page of random grays, the same each time.</summary>
    public static GrayPage Noise(int width, int height)
    {
        var page = new GrayPage(width, height);
        new Random(width * 31 + height).NextBytes(page._pixels);
        return page;
    }

    /// <summary>Writes a PGM file.</summary>
    public void Save(string path) => File.WriteAllBytes(path, [.. Encoding.ASCII.GetBytes($"P5\n{Width} {Height}\n255\n"), .. _pixels]);

    /// <summary>Paints a rectangle.</summary>
    public GrayPage Fill(PixelBox box, byte gray)
    {
        for (var y = box.Top; y < box.Top + box.Height; y++)
            _pixels.AsSpan(y * Width + box.Left, box.Width).Fill(gray);
        return this;
    }

    /// <summary>The page turned clockwise by 90, 180 or 270 degrees, pixel by pixel.</summary>
    public GrayPage Turned(int degrees)
    {
        var turned = degrees == 180 ? new GrayPage(Width, Height) : new GrayPage(Height, Width);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var (newX, newY) = degrees switch
                {
                    90 => (Height - 1 - y, x),
                    180 => (Width - 1 - x, Height - 1 - y),
                    _ => (y, Width - 1 - x),
                };
                turned[newX, newY] = this[x, y];
            }
        }

        return turned;
    }

    /// <summary>Every pixel, row by row.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;
}
