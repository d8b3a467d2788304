namespace Spade.Worker.Pixels;

/// <summary>A page as a coarse map of ink, cheap enough to look at every page before it is recognised.</summary>
/// <remarks>A cell is a square of pixels. It holds ink when its mean differs clearly from the paper.</remarks>
internal sealed class InkMap
{
    /// <summary>Cells along the longer side, at most: 3.5 pixels to a cell for an A4 page at 300 dpi, the width of a stroke.</summary>
    private const int MaxSide = 1000;

    // Of 255 levels. Fainter marks are noise, stains and the other side of the paper showing through.
    private const int InkContrast = 48;

    // Noise of a scanner stays below it once the pixels of a cell are averaged.
    private const int BlankContrast = 16;

    private readonly byte[] _cells;

    private InkMap(int width, int height, double pixelsOfCell, byte[] cells)
    {
        (Width, Height, PixelsOfCell, _cells) = (width, height, pixelsOfCell, cells);
        var (paper, darkest, brightest) = Judge(cells);
        IsBlank = brightest - darkest < BlankContrast;
        var isPaperDark = paper < 128;
        foreach (ref var cell in cells.AsSpan())
        {
            var isInk = isPaperDark ? cell > paper + InkContrast : cell < paper - InkContrast;
            cell = isInk ? (byte)1 : (byte)0;
            InkCells += cell;
        }
    }

    /// <summary>Columns of cells.</summary>
    public int Width { get; }

    /// <summary>Rows of cells.</summary>
    public int Height { get; }

    /// <summary>The side of a cell in pixels.</summary>
    public double PixelsOfCell { get; }

    /// <summary>True when nothing on the page stands out from its paper.</summary>
    public bool IsBlank { get; }

    /// <summary>Cells that hold ink.</summary>
    public int InkCells { get; }

    /// <summary>Reads a page.</summary>
    public static InkMap Of(NetpbmReader page, CancellationToken cancellationToken)
    {
        var scale = Math.Max(1, (double)Math.Max(page.Width, page.Height) / MaxSide);
        // A page narrower than a cell still has a column.
        var (width, height) = (Math.Max(1, (int)(page.Width / scale)), Math.Max(1, (int)(page.Height / scale)));
        var cells = new byte[width * height];
        AreaScaling.Read(page, width, height, cells, cancellationToken);
        return new InkMap(width, height, scale, cells);
    }

    /// <summary>True when the cell holds ink. The cells around the page hold none.</summary>
    public bool HasInk(int x, int y) => (uint)x < (uint)Width && (uint)y < (uint)Height && _cells[y * Width + x] != 0;

    /// <summary>The paper is the most frequent gray.</summary>
    private static (int Paper, int Darkest, int Brightest) Judge(ReadOnlySpan<byte> cells)
    {
        Span<int> counts = stackalloc int[256];
        counts.Clear();
        foreach (var cell in cells)
            counts[cell]++;
        var (paper, darkest, brightest) = (0, 255, 0);
        for (var gray = 0; gray < counts.Length; gray++)
        {
            if (counts[gray] == 0)
                continue;
            darkest = Math.Min(darkest, gray);
            brightest = gray;
            if (counts[gray] >= counts[paper])
                paper = gray;
        }

        return (paper, darkest, brightest);
    }
}
