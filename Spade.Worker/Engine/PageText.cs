using System.Text;

namespace Spade.Worker.Engine;

/// <summary>Recognised text as it may be stored.</summary>
internal static class PageText
{
    /// <summary>Decodes Tesseract's output. Bytes that are not UTF-8 become replacement characters. NUL, which PostgreSQL's text type
    /// rejects, and form feeds, which separate pages, are removed.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        return text.AsSpan().IndexOfAny('\0', '\f') < 0
            ? text
            : text.Replace("\0", "", StringComparison.Ordinal).Replace("\f", "", StringComparison.Ordinal);
    }

    /// <summary>Counts the characters that are neither white space nor removed by <see cref="Decode"/>.</summary>
    public static int CountLetters(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var character in text)
        {
            if (character != '\0' && !char.IsWhiteSpace(character))
                count++;
        }

        return count;
    }
}
