namespace Spade.Worker.Pdf;

/// <summary>How many characters have to be inserted, removed or replaced to turn one text into another.</summary>
internal static class EditDistance
{
    /// <summary>The distance. Takes time in proportion to both lengths.</summary>
    public static int Of(string first, string second)
    {
        var row = Enumerable.Range(0, second.Length + 1).ToArray();
        for (var i = 0; i < first.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < second.Length; j++)
            {
                var above = row[j + 1];
                row[j + 1] = first[i] == second[j] ? diagonal : 1 + Math.Min(diagonal, Math.Min(above, row[j]));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
