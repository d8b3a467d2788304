using Spade.Worker.Pixels;

namespace Spade.Worker.Pdf;

/// <summary>A small gray picture in memory, for comparing pages.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Pixels">Row after row; 0 is black.</param>
internal sealed record GrayPicture(int Width, int Height, byte[] Pixels)
{
    // Pixels on each side. What does not quite fill the page shows an edge there.
    private const int Frame = 2;

    // Pixels of a block's side: a shift by one pixel moves little ink into it or out of it.
    private const int Block = 16;

    // Of 255 grays, for the mean of a block; and as a share of its ink.
    private const double LooseInk = 10;
    private const double LooseShare = 0.2;

    /// <summary>Reads a small image file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxPixels">Most pixels that it may have.</param>
    /// <returns>Null when it is no image that can be read, not whole, or too large.</returns>
    public static GrayPicture? TryRead(string path, int maxPixels)
    {
        using var file = NetpbmReader.TryOpen(path, maxPixels);
        if (file is null)
            return null;
        var pixels = new byte[file.Width * file.Height];
        file.ReadRows(0, pixels);
        return new GrayPicture(file.Width, file.Height, pixels);
    }

    /// <summary>Reads a gray image file at a smaller size.</summary>
    /// <param name="path">The file.</param>
    /// <param name="width">Columns; at most the file's.</param>
    /// <param name="height">Rows; at most the file's.</param>
    /// <param name="cancellationToken">Checked between rows.</param>
    public static GrayPicture Scaled(string path, int width, int height, CancellationToken cancellationToken)
    {
        using var file = NetpbmReader.OpenGray(path);
        var pixels = new byte[width * height];
        AreaScaling.Read(file, width, height, pixels, cancellationToken);
        return new GrayPicture(width, height, pixels);
    }

    /// <summary>The picture turned clockwise by 0, 90, 180 or 270 degrees.</summary>
    public GrayPicture Turned(int degrees) => degrees switch
    {
        0 => this,
        90 => Made(Height, Width, (x, y) => this[y, Height - 1 - x]),
        180 => Made(Width, Height, (x, y) => this[Width - 1 - x, Height - 1 - y]),
        270 => Made(Height, Width, (x, y) => this[Width - 1 - y, x]),
        _ => throw new ArgumentOutOfRangeException(nameof(degrees), degrees, "Not a right angle."),
    };

    /// <summary>The picture in another size, each pixel the nearest one of this.</summary>
    public GrayPicture Stretched(int width, int height) =>
        Made(width, height, (x, y) => this[(int)((long)x * Width / width), (int)((long)y * Height / height)]);

    /// <summary>Compares it with a picture of the same size, in which everything may lie a pixel off.</summary>
    /// <param name="seen">The other picture.</param>
    /// <param name="tolerance">How much a gray may differ, of 255.</param>
    /// <param name="share">How many pixels may differ more, as a share of those where this picture has an edge.</param>
    public bool Agrees(GrayPicture seen, int tolerance, double share)
    {
        if (seen.Width != Width || seen.Height != Height)
            return false;
        var (differing, edges) = (0, 0);
        for (var y = Frame; y < Height - Frame; y++)
        {
            for (var x = Frame; x < Width - Frame; x++)
            {
                var (least, most) = Around(x, y);
                edges += most - least > tolerance ? 1 : 0;
                if (seen[x, y] < least - tolerance || seen[x, y] > most + tolerance)
                    differing++;
            }
        }

        return differing <= share * edges;
    }

    /// <summary>Compares how dark each part is in a picture of the same size. Finds strokes that became thinner or went missing, which
    /// lie between the grays around them.</summary>
    /// <param name="seen">The other picture.</param>
    public bool IsAsDarkAs(GrayPicture seen)
    {
        for (var y = Frame; y < Height - Frame; y += Block)
        {
            for (var x = Frame; x < Width - Frame; x += Block)
            {
                var (here, there) = (InkAt(x, y), seen.InkAt(x, y));
                if (Math.Abs(here - there) > LooseInk + LooseShare * Math.Max(here, there))
                    return false;
            }
        }

        return true;
    }

    /// <summary>Mean darkness of a block.</summary>
    private double InkAt(int column, int row)
    {
        // The last block of a row or column begins earlier, so that it is no narrower than the others.
        var left = Math.Max(Frame, Math.Min(column, Width - Frame - Block));
        var top = Math.Max(Frame, Math.Min(row, Height - Frame - Block));
        var (right, bottom) = (Math.Min(left + Block, Width - Frame), Math.Min(top + Block, Height - Frame));
        var ink = 0;
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
                ink += byte.MaxValue - this[x, y];
        }

        return (double)ink / ((right - left) * (bottom - top));
    }

    private byte this[int x, int y] => Pixels[y * Width + x];

    private (byte Least, byte Most) Around(int x, int y)
    {
        var (least, most) = (byte.MaxValue, byte.MinValue);
        for (var row = y - 1; row <= y + 1; row++)
        {
            for (var column = x - 1; column <= x + 1; column++)
            {
                var gray = this[column, row];
                least = Math.Min(least, gray);
                most = Math.Max(most, gray);
            }
        }

        return (least, most);
    }

    private static GrayPicture Made(int width, int height, Func<int, int, byte> pixel)
    {
        var pixels = new byte[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                pixels[y * width + x] = pixel(x, y);
        }

        return new GrayPicture(width, height, pixels);
    }
}
