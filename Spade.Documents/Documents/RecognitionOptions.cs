namespace Spade.Documents.Documents;

/// <summary>What was asked for with an upload, in canonical form: it is part of the document's identity.</summary>
/// <param name="Language">Tesseract language, one of <see cref="LanguageOptions.Allowed"/>.</param>
/// <param name="Pages">Canonical text of a page selection; null for all pages.</param>
/// <param name="Dpi">Resolution for rasterising PDF pages, <see cref="MinDpi"/> to <see cref="MaxDpi"/>.</param>
public sealed record RecognitionOptions(string Language, string? Pages, int Dpi)
{
    /// <summary>Lowest resolution: below it Tesseract reads next to nothing.</summary>
    public const int MinDpi = 72;

    /// <summary>Highest resolution: above it pages only get slower, not better.</summary>
    public const int MaxDpi = 600;

    /// <summary>The resolution Tesseract's models were trained for.</summary>
    public const int DefaultDpi = 300;
}
