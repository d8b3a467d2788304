using Spade.Rehearsal.History;
using Spade.Tests.Rehearsal.Histories;
using static Spade.Tests.Rehearsal.Histories.SampleHistory;

namespace Spade.Tests.Rehearsal.Checks;

/// <summary>Whether the history is whole, the load ran, and the schedule was done.</summary>
public sealed class RunChecksTests
{
    [Fact]
    public void A_history_that_does_not_say_what_was_rehearsed_fails() => Assert.Contains(
        "0 entries say what was rehearsed",
        RollingRestart.Good().Remove<RunEntry>().Judge().Checks.Single(outcome => outcome.Name == "history").Findings[0].What);

    [Fact]
    public void A_history_of_two_runs_fails()
    {
        var history = RollingRestart.Good();
        history.Add(history.The<RunEntry>(_ => true)).Fails("history", "2 entries say what was rehearsed");
    }

    [Fact]
    public void The_run_comes_first()
    {
        var history = RollingRestart.Good();
        var run = history.The<RunEntry>(_ => true);
        history.Remove<RunEntry>().Add(run).Fails("history", "what was rehearsed is not its first entry");
    }

    [Fact]
    public void A_request_without_an_outcome_is_missed()
    {
        var finding = RollingRestart.Good().Remove<RequestEntry>(request => request.Number == 8).Fails("history", "it has no outcome");
        Assert.Equal("request 8", finding.Which);
    }

    [Fact]
    public void A_range_of_requests_without_an_outcome_is_one_finding()
    {
        var finding = RollingRestart.Good().Remove<RequestEntry>(request => request.Number is 8 or 9)
            .Fails("history", "2 requests have no outcome");
        Assert.Equal("requests 8 to 9", finding.Which);
    }

    [Fact]
    public void Two_requests_of_one_number_fail()
    {
        var history = RollingRestart.Good();
        history.Add(history.The<RequestEntry>(request => request.Number == 1)).Fails("history", "2 requests have this number");
    }

    [Fact]
    public void A_number_below_one_fails()
    {
        var history = RollingRestart.Good();
        history.Add(history.The<RequestEntry>(request => request.Number == 1) with { Number = 0 })
            .Fails("history", "its number is below 1");
    }

    [Fact]
    public void A_repeat_of_a_request_that_is_not_there_fails() => RollingRestart.Good()
        .Change<RequestEntry>(request => request.Number == 1, request => request with { Repeats = 5000 })
        .Fails("history", "it repeats request 5000, which is not there");

    [Fact]
    public void A_document_of_a_request_that_is_not_there_fails() => RollingRestart.Good()
        .Change<AcceptedEntry>(accepted => accepted.Request == 2, accepted => accepted with { Request = 5000 })
        .Fails("history", "request 5000, which created it, is not there");

    [Fact]
    public void A_second_without_a_request_fails() => RollingRestart.Good()
        .ChangeAll<RequestEntry>(request => request.Number is >= 101 and <= 106
            ? request with { IntendedAt = request.IntendedAt - TimeSpan.FromSeconds(4) }
            : request)
        .Fails("load", "no request was due for 3 s");

    [Fact]
    public void A_load_that_ends_early_fails() => RollingRestart.Good()
        .Change<RunEntry>(_ => true, run => run with { Duration = TimeSpan.FromSeconds(150) }).Fails("load", "no request was due for 30 s");

    [Fact]
    public void A_load_of_less_than_a_second_fails() => RollingRestart.Good()
        .Change<RunEntry>(_ => true, run => run with { Duration = TimeSpan.FromMilliseconds(500) })
        .Fails("load", "0.5 s, which is less than a second");

    [Fact]
    public void A_kind_of_client_that_sent_nothing_fails()
    {
        var finding = RollingRestart.Good()
            .Change<RunEntry>(_ => true, run => run with { Clients = [.. run.Clients!, "slow reader"] })
            .Fails("load", "it sent no request");
        Assert.Equal("clients of the kind slow reader", finding.Which);
    }

    [Fact]
    public void A_load_without_clients_fails() => RollingRestart.Good()
        .Change<RunEntry>(_ => true, run => run with { Clients = [] }).Fails("load", "no kind of client was meant");

    [Fact]
    public void Without_knowing_the_load_nothing_is_certified() => RollingRestart.Good()
        .Change<RunEntry>(_ => true, run => run with { Duration = null }).IsInconclusive("how long the load was meant to last", "load");

    [Fact]
    public void A_step_that_failed_fails() => RollingRestart.Good()
        .Change<StepEntry>(step => step.Number == 2, step => step with { Error = "worker-3 was not ready in 60 s" })
        .Fails("schedule", "it failed: worker-3 was not ready in 60 s");

    [Fact]
    public void A_step_without_an_end_fails() => RollingRestart.Good()
        .Change<StepEntry>(step => step.Number == 2, step => step with { EndedAt = null })
        .Fails("schedule", "it had not ended when the rehearsal did");

    [Fact]
    public void A_rolling_restart_that_replaced_no_process_fails() => RollingRestart.Good()
        .Change<StepEntry>(step => step.Number == 2, step => step with { BeganAt = At(90), EndedAt = At(100) })
        .Fails("schedule", "no process of spade-worker ended and was replaced in it");

    [Fact]
    public void Without_a_step_nothing_is_certified() =>
        RollingRestart.Good().Remove<StepEntry>().IsInconclusive("nothing was restarted", "schedule");
}
