using Spade.Rehearsal.Checks;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;
using Spade.Rehearsal.Reports.Figures;
using Spectre.Console;

namespace Spade.Rehearsal.Reports.Terminal;

/// <summary>The end of a rehearsal in the terminal: every check, what was found, the error budget and the verdict. It says the same
/// without colours, as in the log of a CI run.</summary>
internal static class FinalTable
{
    private const int ShownFindings = 5;

    public static void Write(IAnsiConsole console, IReadOnlyList<HistoryEntry> history, Judgement judgement)
    {
        var facts = new RunFacts(history);
        var moment = new MomentText(facts);
        console.Write(Table(judgement));
        foreach (var check in judgement.Checks)
            WriteDetails(console, check, moment);
        WriteCounts(console, Counts.Of(facts));
        console.Write(Line($"Error budget burnt: {Words.Burnt(judgement.ErrorBudget)}"));
        console.Write(Line($"Verdict: {Words.Of(judgement.Verdict)}. {Because(judgement)}", Colour(judgement.Verdict), Decoration.Bold));
        if (WayBack.Of(facts, judgement) is { } wayBack)
            console.Write(Line(wayBack, Colour(judgement.Verdict), Decoration.Bold));
    }

    /// <summary>The verdict's reason in a sentence.</summary>
    public static string Because(Judgement judgement)
    {
        var failed = judgement.Checks.Where(check => check.Result == CheckResult.Failed).Select(check => check.Name).ToList();
        var missing = judgement.Checks.Where(check => check is { Result: CheckResult.NotChecked, IsWaived: false })
            .Select(check => check.Name);
        return judgement.Verdict switch
        {
            Verdict.NotCertified => $"Failed: {string.Join(", ", failed)}.",
            Verdict.Inconclusive => $"Not checked: {string.Join(", ", missing)}.",
            _ => $"{Words.Count(judgement.Checks.Count(check => check.Result == CheckResult.Passed), "check", "checks")} passed"
                + (judgement.Checks.Count(check => check.Result == CheckResult.NotChecked) is > 0 and var waived
                    ? $", and {waived} cannot be made of this target."
                    : "."),
        };
    }

    private static Table Table(Judgement judgement)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn(new TableColumn("check") { NoWrap = true });
        table.AddColumn(new TableColumn("result") { NoWrap = true });
        table.AddColumn(new TableColumn("found") { NoWrap = true, Alignment = Justify.Right });
        table.AddColumn(new TableColumn("examined") { NoWrap = true, Alignment = Justify.Right });
        foreach (var check in judgement.Checks)
        {
            table.AddRow(
                new Text(check.Name), new Text(Words.Of(check), Colour(check.Result)), new Text(Words.Count(check.Found)),
                new Text($"{Words.Count(check.Examined)} {check.Unit}"));
        }

        return table;
    }

    private static void WriteDetails(IAnsiConsole console, CheckOutcome check, MomentText moment)
    {
        if (check.Missing is { } missing)
            console.Write(Line($"{check.Name}: not checked, because {missing}."));
        if (check.Note is { } note)
            console.Write(Line($"{check.Name}: {note}."));
        foreach (var finding in check.Findings.Take(ShownFindings))
            console.Write(Line($"{check.Name}: {Text(finding, moment)}"));
        if (check.Found > ShownFindings)
            console.Write(Line($"{check.Name}: and {Words.Count(check.Found - ShownFindings)} more."));
    }

    private static string Text(Finding finding, MomentText moment) =>
        (finding.At is { } at ? $"{moment.Offset(at)} " : "") + $"{finding.Which}: {finding.What}"
        + (finding.Happening is { } happening ? $" ({happening})" : "");

    private static void WriteCounts(IAnsiConsole console, Counts counts)
    {
        console.Write(Line(
            $"{Words.Count(counts.Requests, "request", "requests")}, {Words.Count(counts.FailedRequests)} failed; "
            + $"p50 {Words.Milliseconds(counts.MedianMilliseconds)}, p99 {Words.Milliseconds(counts.P99Milliseconds)}, "
            + $"slowest {Words.Milliseconds(counts.SlowestMilliseconds)}."));
        console.Write(Line(
            $"{Words.Count(counts.Documents, "document", "documents")}, {Words.Count(counts.Pages, "page", "pages")}, "
            + $"{Words.Count(counts.RepeatedPages)} repeated; {Words.Count(counts.HandedOverJobs, "job", "jobs")} handed over; "
            + $"{Words.Count(counts.Lives, "process", "processes")}, of which {Words.Count(counts.ExitCodes.Values.Sum())} ended."));
    }

    private static Text Line(string text, Color? colour = null, Decoration decoration = Decoration.None) =>
        new(text + "\n", new Style(colour, decoration: decoration));

    private static Color? Colour(Verdict verdict) => verdict switch
    {
        Verdict.Certified => Color.Green,
        Verdict.NotCertified => Color.Red,
        _ => Color.Yellow,
    };

    private static Style Colour(CheckResult result) => new(result switch
    {
        CheckResult.Passed => Color.Green,
        CheckResult.Failed => Color.Red,
        _ => Color.Yellow,
    });
}
