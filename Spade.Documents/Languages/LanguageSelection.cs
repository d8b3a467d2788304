using System.Diagnostics.CodeAnalysis;

namespace Spade.Documents.Languages;

/// <summary>The languages that a document is read in, such as <c>eng+deu</c>. The order is kept, because Tesseract prefers the first. So
/// <c>eng+deu</c> and <c>deu+eng</c> are different options, and the same bytes make two documents.</summary>
public static class LanguageSelection
{
    /// <summary>The most languages that may be combined: a country with four official languages needs four. Each takes memory, and every
    /// page takes longer.</summary>
    public const int Most = 4;

    private const char Separator = '+';

    /// <summary>Splits a selection. A space separates too, because a plus sign in a query means a space.</summary>
    /// <param name="text">What was asked for.</param>
    /// <param name="languages">The names, in order.</param>
    /// <param name="error">What is wrong, as a sentence about <c>lang</c>.</param>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out IReadOnlyList<string>? languages, [NotNullWhen(false)] out string? error)
    {
        string[] names = text.Split([Separator, ' ']);
        var repeated = names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1)?.Key;
        error = names switch
        {
            _ when names.Contains("") => "lang joins languages by a single '+', such as eng+deu, and does not begin or end with it.",
            { Length: > Most } => $"lang names {names.Length} languages; at most {Most} can be combined.",
            _ when repeated is not null => $"lang names '{repeated}' more than once; name each language once.",
            _ => null,
        };
        languages = error is null ? names : null;
        return error is null;
    }

    /// <summary>The canonical text, which is stored and is part of the content id.</summary>
    public static string Join(IEnumerable<string> languages) => string.Join(Separator, languages);

    /// <summary>The names in a canonical text.</summary>
    public static IReadOnlyList<string> Split(string canonical) => canonical.Split(Separator);

    /// <summary>True for what may be a name. A name becomes part of a path to Tesseract's data.</summary>
    public static bool IsName(string text) =>
        text.Length > 0 && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-');
}
