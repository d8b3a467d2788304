using Spade.Documents.Pages;

namespace Spade.Tests.SearchablePdf;

/// <summary>Layouts of pages as they might have been read.</summary>
internal static class TestLayout
{
    /// <summary>A page with one line for each text, at 150 dpi. Letters are 14 pixels wide.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="texts">The lines.</param>
    public static PageLayout Of(int width, int height, params string[] texts)
    {
        List<LayoutLine> lines = [];
        foreach (var text in texts)
        {
            var (left, top) = (150, 160 + 50 * lines.Count);
            List<LayoutWord> words = [];
            foreach (var word in text.Split(' '))
            {
                words.Add(new LayoutWord(word, new PixelBox(left, top, 14 * word.Length, 30), 90));
                left += 14 * word.Length + 12;
            }

            lines.Add(new LayoutLine(1, 1, new PixelBox(150, top, left - 12 - 150, 30), words));
        }

        return new PageLayout(width, height, width * 72.0 / 150, height * 72.0 / 150, 0, 0, TextSource.Ocr, "eng", lines);
    }

    /// <summary>The layout of a page of A4.</summary>
    public static PageLayout A4(params string[] texts) => Of(1240, 1754, texts);

    /// <summary>Where a viewer shows the words, counted in points on the page as it is displayed.</summary>
    public static IEnumerable<PlacedWord> Places(this PageLayout layout)
    {
        var (across, down) = layout.Rotation is 90 or 270 ? (layout.Height, layout.Width) : (layout.Width, layout.Height);
        var (widthPoints, heightPoints) = layout.Rotation is 90 or 270
            ? (layout.HeightPoints, layout.WidthPoints)
            : (layout.WidthPoints, layout.HeightPoints);
        foreach (var word in layout.Lines.SelectMany(line => line.Words))
        {
            var box = word.Box;
            (double X, double Y)[] corners =
            [
                (box.Left, box.Top), (box.Left + box.Width, box.Top),
                (box.Left, box.Top + box.Height), (box.Left + box.Width, box.Top + box.Height),
            ];
            var shown = corners.Select(corner => Turned(layout, Tilted(layout, corner)))
                .Select(corner => (X: corner.X * widthPoints / across, Y: corner.Y * heightPoints / down)).ToList();
            yield return new PlacedWord(
                word.Text, shown.Min(c => c.X), shown.Min(c => c.Y), shown.Max(c => c.X), shown.Max(c => c.Y));
        }
    }

    // Back to before the page was straightened: anticlockwise by the skew, about the centre.
    private static (double X, double Y) Tilted(PageLayout layout, (double X, double Y) corner)
    {
        var angle = layout.Skew * Math.PI / 180;
        var (x, y) = (corner.X - layout.Width / 2.0, corner.Y - layout.Height / 2.0);
        return (
            layout.Width / 2.0 + x * Math.Cos(angle) + y * Math.Sin(angle),
            layout.Height / 2.0 - x * Math.Sin(angle) + y * Math.Cos(angle));
    }

    // Back to before the page was turned clockwise.
    private static (double X, double Y) Turned(PageLayout layout, (double X, double Y) corner) => layout.Rotation switch
    {
        90 => (corner.Y, layout.Width - corner.X),
        180 => (layout.Width - corner.X, layout.Height - corner.Y),
        270 => (layout.Height - corner.Y, corner.X),
        _ => corner,
    };
}
