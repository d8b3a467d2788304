using Spade.Documents.Pages;

namespace Spade.Documents.Documents;

/// <summary>The options of an upload in canonical form. They are part of the document's content id.</summary>
/// <param name="Language">Tesseract's languages, in order: canonical text of a <see cref="Languages.LanguageSelection"/>.</param>
/// <param name="Pages">Canonical text of a page selection; null for all pages.</param>
/// <param name="Dpi">Resolution for rasterising PDF pages, <see cref="MinDpi"/> to <see cref="MaxDpi"/>.</param>
/// <param name="Text">Where the text of PDF pages is taken from.</param>
public sealed record RecognitionOptions(string Language, string? Pages, int Dpi, TextSource Text = TextSource.Ocr)
{
    /// <summary>Lowest resolution; below it Tesseract recognises next to nothing.</summary>
    public const int MinDpi = 72;

    /// <summary>Highest resolution; above it pages take longer and are not recognised better.</summary>
    public const int MaxDpi = 600;

    /// <summary>The resolution for which Tesseract's models were trained.</summary>
    public const int DefaultDpi = 300;
}
