using System.Globalization;

namespace Spade.Tests.Soak;

/// <summary>The figures of many runs as an aligned table, one line per figure.</summary>
internal static class ScenarioTable
{
    private static readonly string[] Heads = ["scenario", "runs", "failed", "figure", "min", "median", "max", "unit"];
    private static readonly bool[] RightAligned = [false, true, true, false, true, true, true, false];

    public static IEnumerable<string> Lines(IEnumerable<ScenarioResults> results)
    {
        List<string[]> rows = [Heads, .. results.SelectMany(Rows)];
        var widths = Heads.Select((_, column) => rows.Max(row => row[column].Length)).ToList();
        yield return Line(rows[0], widths);
        yield return string.Join("-+-", widths.Select(width => new string('-', width)));
        foreach (var row in rows.Skip(1))
            yield return Line(row, widths);
    }

    private static IEnumerable<string[]> Rows(ScenarioResults results)
    {
        string[] start = [results.Name, Text(results.Runs), Text(results.Failed)];
        foreach (var spread in results.Spreads().DefaultIfEmpty(null))
        {
            yield return spread is null
                ? [.. start, "", "", "", "", ""]
                : [.. start, spread.Name, Text(spread.Min), Text(spread.Median), Text(spread.Max), spread.Unit];
            start = ["", "", ""];
        }
    }

    private static string Line(string[] row, List<int> widths) => string.Join(" | ", row.Select((cell, column) =>
        RightAligned[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd();

    // Three significant digits; from a thousand on, whole numbers.
    private static string Text(double value) => value.ToString(
        Math.Abs(value) >= 100 || value == Math.Floor(value) ? "F0" : Math.Abs(value) >= 10 ? "F1" : "F2", CultureInfo.InvariantCulture);
}
