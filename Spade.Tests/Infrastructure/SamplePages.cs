using Spade.Documents.Pages;

namespace Spade.Tests.Infrastructure;

/// <summary>Results of pages as a worker would store them.</summary>
internal static class SamplePages
{
    /// <summary>A page of A4 at 300 dpi with one line for each line of the text.</summary>
    public static RecognizedPage Page(int number, string text, double? confidence) =>
        new(number, text, confidence, Layout(text, confidence), new PreviewImage("image/png", ImageBytes));

    /// <summary>Puts each word into a box of its own.</summary>
    public static PageLayout Layout(string text, double? confidence)
    {
        List<LayoutLine> lines = [];
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (left, top) = (200, 200 + 60 * lines.Count);
            List<LayoutWord> words = [];
            foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                words.Add(new LayoutWord(word, new PixelBox(left, top, 20 * word.Length, 40), confidence));
                left += 20 * word.Length + 20;
            }

            lines.Add(new LayoutLine(1, 1, new PixelBox(200, top, left - 220, 40), words));
        }

        return new PageLayout(2480, 3508, 595.2, 841.92, 0, 0, TextSource.Ocr, "eng", lines);
    }

    // A PNG of one white pixel.
    private static byte[] ImageBytes { get; } = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsfyWOwAAAABJRU5ErkJggg==");
}
