using System.Globalization;

namespace Spade.Worker.Engine;

/// <summary>The words of one page, from Tesseract's <c>tsv</c> output.</summary>
/// <param name="HasPage">True when the table describes a page. For an image that it cannot read, Tesseract may exit with 0 and an empty
/// table.</param>
/// <param name="Words">Words found.</param>
/// <param name="Certainty">Sum of the words' confidences.</param>
/// <param name="Letters">Characters of all words, as <see cref="PageText.CountLetters"/> counts them.</param>
internal sealed record TesseractTable(bool HasPage, int Words, double Certainty, int Letters)
{
    private const int Columns = 12;
    private const int ConfidenceColumn = 10;
    private const int TextColumn = 11;
    private const string PageLevel = "1";
    private const string WordLevel = "5";

    /// <summary>Mean confidence of the words, 0 to 100; null when there are none.</summary>
    public double? Confidence => Words == 0 ? null : Certainty / Words;

    /// <summary>Reads the lines of the output.</summary>
    public static TesseractTable Parse(IEnumerable<string> lines)
    {
        var (hasPage, words, certainty, letters) = (false, 0, 0.0, 0);
        foreach (var line in lines)
        {
            var cells = line.Split('\t');
            if (cells.Length != Columns)
                continue;
            hasPage |= cells[0] == PageLevel;
            if (cells[0] != WordLevel || string.IsNullOrWhiteSpace(cells[TextColumn]))
                continue;
            words++;
            letters += PageText.CountLetters(cells[TextColumn]);
            certainty += double.Parse(cells[ConfidenceColumn], NumberStyles.Float, CultureInfo.InvariantCulture);
        }

        return new TesseractTable(hasPage, words, certainty, letters);
    }
}
