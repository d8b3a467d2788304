using System.Globalization;
using System.Text;
using Spade.Documents.Pages;
using Spade.Worker.SearchablePdf.Syntax;

namespace Spade.Worker.SearchablePdf.Layers;

/// <summary>The operators that write a page's words invisibly in their places. They leave the state of the page as they find it, so what
/// follows is drawn as before.</summary>
internal static class TextLayer
{
    // A line far higher than its words holds a stroke or a stain that was read as a letter; its words say better where the line is.
    private const double HighestLine = 2;

    // Poppler joins words with a gap of up to 0.03 sizes of the font.
    private const double LeastGap = 0.1;

    // A word that lies mostly under the next one keeps at least this part of its width.
    private const double LeastPart = 0.5;

    /// <summary>True when there is a word to write.</summary>
    public static bool HasWords(PageLayout layout) => layout.Lines.Any(line => line.Words.Count > 0);

    /// <summary>Writes the operators.</summary>
    /// <param name="layout">The words.</param>
    /// <param name="toPage">The map from the layout's pixels, counted upwards, to the page.</param>
    /// <param name="codes">The codes of the characters.</param>
    /// <param name="font">The name of the font on the page, without its slash.</param>
    public static string Write(PageLayout layout, Affine toPage, CharacterCodes codes, string font)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"q\n{toPage} cm\nBT\n3 Tr\n");
        foreach (var line in layout.Lines.Where(line => line.Words.Count > 0))
            WriteLine(layout, line, codes, font, text);
        return text.Append("ET\nQ\n").ToString();
    }

    private static void WriteLine(PageLayout layout, LayoutLine line, CharacterCodes codes, string font, StringBuilder text)
    {
        var (bottom, size) = Place(line);
        var places = WordPlaces.Of(layout, line, bottom, size);
        var (left, foot) = places[0];
        text.Append(CultureInfo.InvariantCulture, $"/{font} {size} Tf\n1 0 0 1 {left} {foot} Tm\n");
        foreach (var (index, word) in line.Words.Index())
        {
            var place = places[index];
            if (place != (left, foot))
                text.Append(CultureInfo.InvariantCulture, $"{place.Left - left} {place.Bottom - foot} Td\n");
            (left, foot) = place;
            var width = Width(word, place.Left, index + 1 < places.Count ? places[index + 1].Left : null, size);
            var stretch = 100 * width / (word.Text.EnumerateRunes().Count() * GlyphlessFont.Width * size);
            // The space belongs to the text: readers that do not look for gaps would join the words.
            text.Append(CultureInfo.InvariantCulture, $"{stretch:0.##} Tz <{codes.Encode(VisualOrder.Of(word.Text) + " ")}> Tj\n");
        }
    }

    // Boxes of neighbours sometimes touch or overlap, and poppler joins words without a gap, whatever characters stand there.
    private static double Width(LayoutWord word, double left, double? next, int size)
    {
        var width = Math.Max(word.Box.Width, 1);
        var room = next - left - LeastGap * size;
        return room < width && next > left ? Math.Max(room.Value, width * LeastPart) : width;
    }

    /// <returns>The row of the line's lower edge, and its height.</returns>
    private static (int Bottom, int Size) Place(LayoutLine line)
    {
        var heights = line.Words.Select(word => word.Box.Height).Order().ToList();
        var middle = heights[heights.Count / 2];
        if (line.Box.Height <= HighestLine * middle)
            return (line.Box.Top + line.Box.Height, Math.Max(line.Box.Height, 1));
        var bottoms = line.Words.Select(word => word.Box.Top + word.Box.Height).Order().ToList();
        return (bottoms[bottoms.Count / 2], Math.Max(middle, 1));
    }
}
