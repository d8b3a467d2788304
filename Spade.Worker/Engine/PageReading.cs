using Spade.Documents.Pages;

namespace Spade.Worker.Engine;

/// <summary>What Tesseract found on a page that was turned in some way.</summary>
internal sealed class PageReading : IDisposable
{
    // Measured: upright pages have 90 and more. The same pages upside down have 38 to 51, those in capitals up to 73: many of these look
    // the same from both sides.
    private const double LowConfidence = 75;

    // A few words must be beyond doubt: upside down they had 73 at most, upright 91 at least. Fewer letters may be right by chance.
    private const int FewWords = 5;
    private const int FewLetters = 4;
    private const double HighConfidence = 85;

    // Half of the characters of a guess are right.
    private const double Guess = 50;

    // Tesseract also reads lines that run up or down. Their words are higher than wide.
    private const int ShortWord = 3;
    private const double TallShape = 1.5;

    /// <param name="file">The page as it was read.</param>
    /// <param name="table">Its lines and words.</param>
    /// <param name="mayBeVertical">True when the lines of the language run down.</param>
    public PageReading(PageFile file, TesseractTable table, bool mayBeVertical)
    {
        (File, Table) = (file, table);
        var words = table.Lines.SelectMany(line => line.Words).ToList();
        var level = mayBeVertical ? words : words.FindAll(word => !IsTall(word));
        Certainty = level.Sum(CertaintyOf);
        IsDoubtful = 2 * level.Count < words.Count
            || (words.Count < FewWords
                ? words.Sum(word => word.Text.Length) < FewLetters || table.Confidence < HighConfidence
                : table.Confidence < LowConfidence);
    }

    /// <summary>The page as it was read.</summary>
    public PageFile File { get; }

    /// <summary>Its lines and words.</summary>
    public TesseractTable Table { get; }

    /// <summary>True when the page may lie in another way.</summary>
    public bool IsDoubtful { get; }

    /// <summary>How much of the page was read with certainty, to compare with the same page turned in another way.</summary>
    public double Certainty { get; }

    public void Dispose() => File.Dispose();

    private static bool IsTall(LayoutWord word) => word.Text.Length >= ShortWord && word.Box.Height > TallShape * word.Box.Width;

    // Letters count, because nonsense has many short words; and a sure word counts more than several guesses.
    private static double CertaintyOf(LayoutWord word) => word.Text.Length * Math.Pow(Math.Max(0, word.Confidence!.Value - Guess), 2);
}
