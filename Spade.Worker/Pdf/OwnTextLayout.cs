using Spade.Documents.Pages;
using Spade.Worker.Images;
using Spade.Worker.Pixels;

namespace Spade.Worker.Pdf;

/// <summary>Turns a page's own text into the layout that is stored.</summary>
internal static class OwnTextLayout
{
    /// <summary>Makes the layout. Words outside of what the page shows are left out.</summary>
    /// <param name="lines">The text.</param>
    /// <param name="size">The page's size.</param>
    /// <param name="image">The page's image, in whose pixels the boxes are.</param>
    /// <param name="language">Tesseract's name of the language.</param>
    public static PageLayout Of(IReadOnlyList<OwnTextLine> lines, PdfPage size, PageImage image, string language)
    {
        var (width, height) = PgmFile.SizeOf(image.Path);
        var (across, down) = (width / size.DisplayedWidth, height / size.DisplayedHeight);
        var layout = new List<LayoutLine>();
        foreach (var line in lines)
        {
            var words = line.Words
                .Where(word => word.Left < size.DisplayedWidth && word.Right > 0 && word.Top < size.DisplayedHeight && word.Bottom > 0)
                .Select(word => new LayoutWord(word.Text, Box(word, across, down, width, height), null))
                .ToList();
            if (words.Count > 0)
                layout.Add(new LayoutLine(line.Block, 1, Around(words), words));
        }

        return new PageLayout(width, height, image.WidthPoints, image.HeightPoints, 0, 0, TextSource.Layer, language, layout);
    }

    private static PixelBox Box(OwnTextWord word, double across, double down, int width, int height)
    {
        var left = Math.Clamp((int)Math.Floor(word.Left * across), 0, width - 1);
        var top = Math.Clamp((int)Math.Floor(word.Top * down), 0, height - 1);
        var right = Math.Clamp((int)Math.Ceiling(word.Right * across), left + 1, width);
        var bottom = Math.Clamp((int)Math.Ceiling(word.Bottom * down), top + 1, height);
        return new PixelBox(left, top, right - left, bottom - top);
    }

    private static PixelBox Around(IReadOnlyList<LayoutWord> words)
    {
        var (left, top) = (words.Min(word => word.Box.Left), words.Min(word => word.Box.Top));
        var right = words.Max(word => word.Box.Left + word.Box.Width);
        var bottom = words.Max(word => word.Box.Top + word.Box.Height);
        return new PixelBox(left, top, right - left, bottom - top);
    }
}
