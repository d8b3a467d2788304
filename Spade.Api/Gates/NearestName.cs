namespace Spade.Api.Gates;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearestName
{
    /// <summary>Most letters to insert, remove or replace.</summary>
    private const int MostEdits = 2;

    /// <summary>The name that the text begins, that begins the text, or that differs by the fewest letters; null if none is near.</summary>
    public static string? Find(string text, IEnumerable<string> names)
    {
        var lower = text.ToLowerInvariant();
        return names.Select(name => (Name: name, Distance: DistanceOf(lower, name.ToLowerInvariant())))
            .Where(candidate => candidate.Distance <= Math.Min(MostEdits, candidate.Name.Length - 1))
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    private static int DistanceOf(string text, string name)
    {
        if (text.Length > 1 && (text.StartsWith(name, StringComparison.Ordinal) || name.StartsWith(text, StringComparison.Ordinal)))
            return 0;
        // A long text cannot be near, and the time for it is a client's to choose.
        return Math.Abs(text.Length - name.Length) <= MostEdits ? Edits(text, name) : int.MaxValue;
    }

    /// <summary>The Levenshtein distance, with one row of its table at a time.</summary>
    private static int Edits(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
