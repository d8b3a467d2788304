using Spade.Documents.Pages;
using Spade.Worker.Pixels;

namespace Spade.Worker.Pdf;

/// <summary>Compares where a page's own words are with where its ink is.</summary>
internal static class OwnTextInk
{
    // Pixels to a cell's side.
    private const int Cell = 4;

    private const byte Ink = 160;

    // The rest is rules, marks in the margin and small pictures. A page with a large picture is recognised.
    private const double CoveredShare = 0.75;

    // Of the words. More words on bare paper belong to another page, or are hidden.
    private const double InkedShare = 0.9;

    /// <summary>True when most ink is inside of the words' boxes, and almost every word has ink.</summary>
    /// <param name="layout">The words.</param>
    /// <param name="path">The page's image.</param>
    public static bool IsCovered(PageLayout layout, string path)
    {
        var (columns, rows) = ((layout.Width + Cell - 1) / Cell, (layout.Height + Cell - 1) / Cell);
        var ink = CountInk(path, columns, rows);
        if (ink is null)
            return false;
        var isCovered = new bool[ink.Length];
        var (words, inked) = (0, 0);
        foreach (var word in layout.Lines.SelectMany(line => line.Words))
        {
            words++;
            inked += Cover(word.Box, ink, isCovered, columns) ? 1 : 0;
        }

        var all = ink.Sum(count => (long)count);
        var covered = ink.Where((_, cell) => isCovered[cell]).Sum(count => (long)count);
        return words > 0 && inked >= InkedShare * words && covered >= CoveredShare * all;
    }

    private static byte[]? CountInk(string path, int columns, int rows)
    {
        using var image = NetpbmReader.TryOpen(path);
        if (image is null)
            return null;
        var ink = new byte[columns * rows];
        var row = new byte[image.Width];
        for (var y = 0; y < image.Height; y++)
        {
            image.ReadRows(y, row);
            var cells = ink.AsSpan(y / Cell * columns, columns);
            for (var x = 0; x < row.Length; x++)
            {
                if (row[x] < Ink)
                    cells[x / Cell]++;
            }
        }

        return ink;
    }

    /// <returns>True when there is ink in the box.</returns>
    private static bool Cover(PixelBox box, byte[] ink, bool[] isCovered, int columns)
    {
        var hasInk = false;
        for (var y = box.Top / Cell; y <= (box.Top + box.Height - 1) / Cell; y++)
        {
            for (var x = box.Left / Cell; x <= (box.Left + box.Width - 1) / Cell; x++)
            {
                isCovered[y * columns + x] = true;
                hasInk |= ink[y * columns + x] > 0;
            }
        }

        return hasInk;
    }
}
