namespace Spade.Worker.Pixels;

/// <summary>The box around cells of ink that touch one another, corners included.</summary>
/// <param name="Left">Its first column.</param>
/// <param name="Top">Its first row.</param>
/// <param name="Right">The column after its last.</param>
/// <param name="Bottom">The row after its last.</param>
internal readonly record struct InkBlob(int Left, int Top, int Right, int Bottom)
{
    /// <summary>Cells of the longer side.</summary>
    public int Long => Math.Max(Right - Left, Bottom - Top);

    /// <summary>Cells of the shorter side.</summary>
    public int Short => Math.Min(Right - Left, Bottom - Top);

    /// <summary>True when the gap between the two is no wider than the larger one is long.</summary>
    public bool IsNear(InkBlob other)
    {
        var across = Math.Max(Left, other.Left) - Math.Min(Right, other.Right);
        var down = Math.Max(Top, other.Top) - Math.Min(Bottom, other.Bottom);
        return Math.Max(across, down) <= Math.Max(Long, other.Long);
    }

    /// <summary>Finds all of a map, one after the other.</summary>
    public static IEnumerable<InkBlob> AllOf(InkMap map)
    {
        var seen = new HashSet<(int X, int Y)>();
        for (var y = 0; y < map.Height; y++)
        {
            for (var x = 0; x < map.Width; x++)
            {
                if (map.HasInk(x, y) && seen.Add((x, y)))
                    yield return Grow(map, x, y, seen);
            }
        }
    }

    private static InkBlob Grow(InkMap map, int x, int y, HashSet<(int X, int Y)> seen)
    {
        var (left, top, right, bottom) = (x, y, x + 1, y + 1);
        var next = new Stack<(int X, int Y)>([(x, y)]);
        while (next.TryPop(out var cell))
        {
            (left, top) = (Math.Min(left, cell.X), Math.Min(top, cell.Y));
            (right, bottom) = (Math.Max(right, cell.X + 1), Math.Max(bottom, cell.Y + 1));
            for (var i = 0; i < 9; i++)
            {
                var (nextX, nextY) = (cell.X + i % 3 - 1, cell.Y + i / 3 - 1);
                if (map.HasInk(nextX, nextY) && seen.Add((nextX, nextY)))
                    next.Push((nextX, nextY));
            }
        }

        return new InkBlob(left, top, right, bottom);
    }
}
