namespace Spade.Rehearsal.Scans;

/// <summary>How far recognised text is from the truth: edits (insert, delete, replace) per character of the truth, 0 being perfect.
/// Any run of white space counts as one space, because line breaks are no measure of recognition.</summary>
public static class CharacterErrorRate
{
    /// <summary>The error rate of <paramref name="recognised"/>; above 1 when there are more errors than characters in the truth.</summary>
    /// <exception cref="ArgumentException">The truth is empty, so no rate exists.</exception>
    public static double Of(string recognised, string truth)
    {
        var expected = Normalise(truth);
        if (expected.Length == 0)
            throw new ArgumentException("The true text is empty: there is nothing to compare with.", nameof(truth));
        return (double)Distance(Normalise(recognised), expected) / expected.Length;
    }

    /// <summary>Levenshtein distance; keeps one row of the table in memory.</summary>
    internal static int Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var prefix = a.CommonPrefixLength(b);
        a = a[prefix..];
        b = b[prefix..];

        var row = new int[b.Length + 1];
        for (var j = 0; j < row.Length; j++)
            row[j] = j;
        for (var i = 0; i < a.Length; i++)
            NextRow(row, i + 1, a[i], b);
        return row[^1];
    }

    private static void NextRow(int[] row, int number, char character, ReadOnlySpan<char> b)
    {
        var diagonal = row[0];
        row[0] = number;
        for (var j = 0; j < b.Length; j++)
        {
            var above = row[j + 1];
            row[j + 1] = character == b[j] ? diagonal : 1 + Math.Min(diagonal, Math.Min(above, row[j]));
            diagonal = above;
        }
    }

    private static string Normalise(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
