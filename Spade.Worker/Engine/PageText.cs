namespace Spade.Worker.Engine;

/// <summary>Recognised text as it may be stored.</summary>
internal static class PageText
{
    /// <summary>A word without white space at its ends and without control characters: PostgreSQL's text type rejects NUL, and form feeds
    /// separate pages.</summary>
    public static string Clean(ReadOnlySpan<char> word)
    {
        word = word.Trim();
        foreach (var character in word)
        {
            if (char.IsControl(character))
                return string.Concat(word.ToString().Where(other => !char.IsControl(other))).Trim();
        }

        return word.ToString();
    }

    /// <summary>Counts the characters that are neither white space nor removed by <see cref="Clean"/>.</summary>
    public static int CountLetters(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var character in text)
        {
            if (!char.IsControl(character) && !char.IsWhiteSpace(character))
                count++;
        }

        return count;
    }
}
