using System.Globalization;
using System.Text;

namespace Spade.Api.Uploads;

/// <summary>Sanitizes a client's file name. The name is only shown; no file and no argument of a command is named by it.</summary>
internal static class UploadFileName
{
    /// <summary>Longest name, in characters: what file systems allow.</summary>
    public const int MaxLength = 255;

    /// <summary>Unquotes a quoted string: removes its quotation marks, and each backslash that escapes a quotation mark or a backslash.
    /// Other backslashes stay, because old programs send <c>C:\scans\a.pdf</c> unescaped.</summary>
    public static string? Unescape(string? value)
    {
        if (value is ['"', .. var quoted, '"'])
            value = quoted;
        if (value is null || !value.Contains('\\', StringComparison.Ordinal))
            return value;
        var text = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\\' && i + 1 < value.Length && value[i + 1] is '"' or '\\')
                i++;
            text.Append(value[i]);
        }

        return text.ToString();
    }

    /// <summary>The last part of the path, without control and formatting characters (a right-to-left override disguises an extension);
    /// null when nothing is left.</summary>
    public static string? Sanitize(string? name)
    {
        if (name is null)
            return null;
        var last = name.AsSpan(name.LastIndexOfAny(['/', '\\']) + 1);
        var clean = new StringBuilder();
        foreach (var rune in last.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > MaxLength)
                break;
            if (IsHarmless(rune))
                clean.Append(rune.ToString());
        }

        var result = clean.ToString().Trim();
        return result is "" or "." or ".." ? null : result;
    }

    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
