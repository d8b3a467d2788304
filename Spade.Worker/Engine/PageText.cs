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
}
