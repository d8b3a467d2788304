using Spade.Documents.Pages;
using Spade.Worker.SearchablePdf.Syntax;

namespace Spade.Worker.SearchablePdf.Layers;

/// <summary>Where the words of a line lie on the page as it was before it was straightened.</summary>
/// <remarks>Words are written level, also on a page that is not straight: readers break a slanted word into pieces, and take a slanted line
/// for several. So each word stands level in its own place, and lines that slope a little are levelled out. Measured with
/// <c>pdftotext</c>, lines of 70 letters come back whole at slopes up to 2 degrees; written with their slope, up to 0.7.</remarks>
internal static class WordPlaces
{
    // How far from its place a word may be written to make its line level, in heights of the line. Farther, it would lie on the line above.
    private const double Slack = 0.4;

    /// <summary>Finds the lower left corner of each word, in pixels of the layout, counted upwards.</summary>
    /// <param name="layout">The page.</param>
    /// <param name="line">The line.</param>
    /// <param name="bottom">The row of its lower edge.</param>
    /// <param name="size">Its height.</param>
    public static IReadOnlyList<(int Left, int Bottom)> Of(PageLayout layout, LayoutLine line, int bottom, int size)
    {
        if (layout.Skew == 0)
            return [.. line.Words.Select(word => (word.Box.Left, layout.Height - bottom))];
        var (x, y) = (layout.Width / 2.0, layout.Height / 2.0);
        var tilt = Affine.Move(-x, -y).Then(Affine.Turn(-layout.Skew)).Then(Affine.Move(x, y));
        var feet = line.Words.Select(word => tilt.Map(word.Box.Left + word.Box.Width / 2.0, bottom)).ToList();
        var middle = (feet.Min(foot => foot.Y) + feet.Max(foot => foot.Y)) / 2;
        var farthest = feet.Max(foot => Math.Abs(foot.Y - middle));
        var slope = farthest <= Slack * size ? 0 : 1 - Slack * size / farthest;
        return
        [
            .. line.Words.Zip(feet, (word, foot) => (
                (int)Math.Round(foot.X - word.Box.Width / 2.0),
                (int)Math.Round(layout.Height - middle - slope * (foot.Y - middle)))),
        ];
    }
}
