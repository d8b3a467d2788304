using System.Text;
using Spade.Benchmarks.Measuring;
using Spectre.Console;

namespace Spade.Benchmarks.Report;

/// <summary>The table of results: a line for each row, subject and figure. A subject's first line has its CPU times.</summary>
internal static class ResultTable
{
    private static readonly string[] Headers = ["row", "who", "figure", "median", "min", "max", "own CPU us", "PostgreSQL CPU us", "runs"];

    internal static void Write(IAnsiConsole console, Results results)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var (column, header) in Headers.Index())
            table.AddColumn(new TableColumn(header) { NoWrap = true, Alignment = column < 3 ? Justify.Left : Justify.Right });
        var last = "";
        foreach (var cells in Lines(results))
        {
            var row = cells[0] == last ? "" : cells[0];
            last = cells[0];
            table.AddRow([.. cells.Skip(1).Prepend(row).Select(cell => new Text(cell))]);
        }
        console.Write(table);
    }

    internal static string Markdown(Results results)
    {
        var text = new StringBuilder($"| {string.Join(" | ", Headers)} |\n|---|---|---|---:|---:|---:|---:|---:|---:|\n");
        foreach (var cells in Lines(results))
            text.Append($"| {string.Join(" | ", cells)} |\n");
        return text.ToString();
    }

    private static IEnumerable<string[]> Lines(Results results) =>
        from key in results.Keys
        where key.Figure is not (Sample.OwnCpu or Sample.PostgresCpu)
        group key by key.Row into row
        from key in row
        group key by (key.Row, key.Subject) into subject
        from line in subject.Select((key, place) => Line(results, key, isFirst: place == 0))
        select line;

    private static string[] Line(Results results, Results.Key key, bool isFirst)
    {
        var spread = results.Find(key)!.Value;
        return
        [
            key.Row, key.Subject, key.Figure.Replace('_', ' '),
            Numbers.Text(spread.Median), Numbers.Text(spread.Least), Numbers.Text(spread.Most),
            isFirst ? Cpu(Sample.OwnCpu) : "", isFirst ? Cpu(Sample.PostgresCpu) : "",
            spread.Calm == spread.All ? $"{spread.All}" : $"{spread.Calm} of {spread.All}",
        ];

        string Cpu(string figure) => results.Median(key.Row, key.Subject, figure) is { } value ? Numbers.Text(value) : "";
    }
}
