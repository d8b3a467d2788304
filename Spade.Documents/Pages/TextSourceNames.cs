namespace Spade.Documents.Pages;

/// <summary>The words for <see cref="TextSource"/>.</summary>
public static class TextSourceNames
{
    /// <summary>Every word.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<TextSource>().Select(ToWord)];

    /// <summary>The word that is stored and shown.</summary>
    public static string ToWord(this TextSource source) => source switch
    {
        TextSource.Ocr => "ocr",
        TextSource.Layer => "layer",
        TextSource.Auto => "auto",
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, "Not a source of text."),
    };

    /// <summary>Reads a word back.</summary>
    /// <exception cref="FormatException">It is none of <see cref="All"/>.</exception>
    public static TextSource FromWord(string word) =>
        TryParse(word, out var source) ? source : throw new FormatException($"'{word}' is not a source of text.");

    /// <summary>Reads a word back; false when it is none of <see cref="All"/>.</summary>
    public static bool TryParse(string? word, out TextSource source)
    {
        foreach (var candidate in Enum.GetValues<TextSource>())
        {
            if (candidate.ToWord() == word)
            {
                source = candidate;
                return true;
            }
        }

        source = default;
        return false;
    }
}
