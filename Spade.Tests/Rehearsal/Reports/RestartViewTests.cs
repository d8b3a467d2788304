using System.Text.RegularExpressions;
using Spade.Rehearsal.Checks;
using Spade.Rehearsal.History;
using Spade.Tests.Rehearsal.Histories;

namespace Spade.Tests.Rehearsal.Reports;

/// <summary>The file itself; <see cref="RestartViewBrowserTests"/> opens it.</summary>
public sealed partial class RestartViewTests
{
    [Fact]
    public async Task Nothing_of_a_history_becomes_markup()
    {
        const string Evil = "</script><img src=x onerror=alert(1)>\"'&";
        var html = await ViewSample.HtmlAsync(RollingRestart.WithAFailure(perSecond: 4)
            .ChangeAll<LifeEntry>(life => life with { Replica = life.Replica + Evil })
            .ChangeAll<StepEntry>(step => step with { Name = Evil, Error = Evil })
            .ChangeAll<RequestEntry>(request => request with
                { Detail = Evil, Client = Evil, Operation = Evil, Status = 500, Problem = Evil })
            .ChangeAll<LedgerEntry>(row => row with { Host = Evil, Reason = Evil })
            .ChangeAll<RunEntry>(run => run with
                { Target = Evil, Schedule = Evil, ScheduleText = Evil, Settings = new Dictionary<string, string> { [Evil] = Evil } }));

        Assert.DoesNotContain("<img", html);
        Assert.DoesNotContain("onerror=alert(1)>\"", html);
        Assert.Single(Script().Matches(html));
    }

    [Fact]
    public async Task It_loads_nothing()
    {
        var html = await ViewSample.HtmlAsync(RollingRestart.WithAFailure(perSecond: 4));

        Assert.DoesNotContain("http://", html);
        Assert.DoesNotContain("https://", html);
        Assert.DoesNotContain("<link", html);
        Assert.DoesNotContain(" src=", html);
        Assert.DoesNotContain("url(", html);
        Assert.Contains("default-src &#x27;none&#x27;", html);
    }

    [Theory]
    [InlineData("certified")]
    [InlineData("not certified")]
    [InlineData("inconclusive")]
    public async Task It_begins_with_the_verdict(string verdict)
    {
        var history = verdict switch
        {
            "certified" => RollingRestart.Good(),
            "not certified" => RollingRestart.WithAFailure(perSecond: 4),
            _ => RollingRestart.Good().Remove<StoredEntry>(),
        };
        Assert.Contains($"Restart {verdict}</span>", await ViewSample.HtmlAsync(history));
    }

    [Fact]
    public async Task A_history_with_almost_nothing_in_it_is_shown_too()
    {
        Assert.Contains("No process stopped.", await ViewSample.HtmlAsync(new SampleHistory([])));
        Assert.Contains("No row of the ledger was read.", await ViewSample.HtmlAsync(RollingRestart.Good().Remove<LedgerEntry>()));
        Assert.Contains("Restart", await ViewSample.HtmlAsync(RollingRestart.Good().Remove<QueueEntry>().Remove<RequestEntry>()));
    }

    [Fact]
    public async Task A_kill_and_a_cut_are_told_apart_from_a_clean_exit()
    {
        var html = await ViewSample.HtmlAsync(RollingRestart.Good()
            .Change<LifeEntry>(life => life.ProcessId == 4111, life => life with { Signal = "SIGKILL", ExitCode = 137 })
            .Change<LifeEntry>(life => life.ProcessId == 4101, life => life with { ExitCode = 3 }));

        Assert.Contains("<span class=\"pill bad\">killed, exit code 137</span>", html);
        Assert.Contains("<span class=\"pill bad\">exit code 3</span>", html);
        Assert.Contains("<span class=\"pill good\">exit code 0</span>", html);
    }

    [Fact]
    public async Task What_failed_beyond_the_list_is_counted()
    {
        var html = await ViewSample.HtmlAsync(
            RollingRestart.Good(perSecond: 10)
            .ChangeAll<RequestEntry>(request => request with { Status = 503, Problem = null }), new CheckOptions());

        Assert.Equal(500, FailureRow().Count(html));
        Assert.Contains("The first 500 of 1,200", html);
        Assert.Contains("And 1,000 more.", html);
    }

    [GeneratedRegex("<script")]
    private static partial Regex Script();

    [GeneratedRegex("<li id=\"request-")]
    private static partial Regex FailureRow();
}
