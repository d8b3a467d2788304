using Spade.Rehearsal.Checks;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Reports.Figures;
using Spade.Rehearsal.Reports.Terminal;
using Spade.Tests.Rehearsal.Histories;
using Spectre.Console;

namespace Spade.Tests.Rehearsal.Reports;

/// <summary>As a CI log has it: no colours, no control characters.</summary>
public sealed class FinalTableTests
{
    [Fact]
    public void A_certified_restart_ends_with_its_verdict()
    {
        var lines = Lines(RollingRestart.Good(perSecond: 10));

        Assert.Equal("Verdict: certified. 22 checks passed.", lines[^1]);
        Assert.Equal("Error budget burnt: 0 of 1,200 requests: nothing of the 40.3 minutes in 28 days.", lines[^2]);
        Assert.StartsWith("300 documents, 600 pages, 0 repeated; 2 jobs handed over; 8 processes, of which 4 ended.", lines[^3]);
        Assert.StartsWith("1,200 requests, 0 failed; p50 ", lines[^4]);
        foreach (var name in AllChecks.Names)
            Assert.Contains(lines, line => line.Trim().StartsWith($"{name} ", StringComparison.Ordinal) && line.Contains("passed"));
    }

    [Fact]
    public void A_failure_is_told_with_its_moment()
    {
        var lines = Lines(RollingRestart.WithAFailure());

        Assert.Equal("Verdict: not certified. Failed: failed-requests, ledger-work.", lines[^1]);
        Assert.Contains(lines, line => line.StartsWith("failed-requests: +3", StringComparison.Ordinal)
            && line.Contains("(step 1, rolling restart of spade-api; spade-api-2: listener closed, 5."));
        Assert.Contains(lines, line =>
            line.StartsWith("Error budget burnt: 1 of 4,800 requests (0.0208 %; the objective allows 0.1 %). That is ",
                StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, 100, null, "This release can be rolled back without loss: the old version ran on the new one's database.")]
    [InlineData(true, 20, null,
        "This release cannot be rolled back without loss: failed-requests failed from the way back on.")]
    [InlineData(true, 100, null, "Whether this release can be rolled back without loss is not proved.")]
    [InlineData(false, 100, "spade-api-3 of the old version ended before it was ready.",
        "This release cannot be rolled back: spade-api-3 of the old version ended before it was ready.")]
    public void The_end_says_whether_the_release_can_be_rolled_back(bool hasFailure, double from, string? error, string sentence)
    {
        var history = hasFailure ? RollingRestart.WithAFailure() : RollingRestart.Good(perSecond: 10);
        var lines = Lines(history.Add(new StepEntry(
            9, "roll out old version", "spade-api", SampleHistory.At(from), SampleHistory.At(from + 5), error)));

        Assert.Equal(sentence, lines[^1]);
        Assert.Empty(WayBack.Losses.Except(AllChecks.Names));
        Assert.StartsWith("Verdict: ", lines[^2], StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_checked_is_told_with_the_reason()
    {
        var lines = Lines(RollingRestart.Good().Remove<StoredEntry>());

        Assert.Contains("attempts: not checked, because no document was read from the database.", lines);
        Assert.Equal("Verdict: inconclusive. Not checked: unexpected-documents, duplicates, repeated-pages, attempts.", lines[^1]);
    }

    [Fact]
    public void Many_findings_are_cut_and_counted_and_brackets_are_no_markup()
    {
        var lines = Lines(RollingRestart.Good().ChangeAll<RequestEntry>(request => request with { Status = 500, Detail = "[red]oops[/]" }));

        Assert.Contains("failed-requests: and 235 more.", lines);
        Assert.Contains(lines, line => line.Contains("answered 500: [red]oops[/]"));
    }

    private static List<string> Lines(SampleHistory history)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = 400;
        FinalTable.Write(console, history.Entries, Judge.Of(history.Entries, new CheckOptions()));
        Assert.DoesNotContain("\u001b", text.ToString());
        return [.. text.ToString().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
    }
}
