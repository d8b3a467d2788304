using System.Globalization;
using Spade.Benchmarks.Measuring;
using Spectre.Console;

namespace Spade.Benchmarks.Report;

/// <summary>Prints the ratios to the goals: a table, then one line each for scripts.</summary>
internal static class RatioReport
{
    internal static void Write(IAnsiConsole console, TextWriter lines, IEnumerable<Ratio> ratios, Results results)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("goal", "what it asks", "reached");
        var measured = ratios.Select(ratio => (ratio, Value: ratio.Value(results))).ToList();
        foreach (var (ratio, value) in measured)
            table.AddRow(new Text(ratio.Name), new Text(ratio.Goal), new Text(Reached(value)));
        console.Write(table);
        foreach (var (ratio, value) in measured)
            lines.WriteLine(value is { } number
                ? string.Create(CultureInfo.InvariantCulture, $"ratio {ratio.Name} {number:0.000}")
                : $"ratio {ratio.Name} not-measured");
    }

    private static string Reached(double? value) =>
        value is { } number ? $"{number:0.00}{(number < 1 ? "  missed" : "")}" : "not measured";
}
