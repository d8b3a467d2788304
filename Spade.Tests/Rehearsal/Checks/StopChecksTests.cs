using Spade.Rehearsal.History;
using Spade.Tests.Rehearsal.Histories;
using static Spade.Tests.Rehearsal.Histories.SampleHistory;

namespace Spade.Tests.Rehearsal.Checks;

/// <summary>How processes stopped, as seen from outside. The first API was sent SIGTERM at 16.2 s and the first worker at 66.3 s.</summary>
public sealed class StopChecksTests
{
    private const int Api = 4101;
    private const int Worker = 4111;

    [Fact]
    public void Readiness_that_never_flips_fails() =>
        Life(Api, life => life with { NotReadyAt = null })
            .Fails("readiness", "readiness never said no, in the 7.20 s from SIGTERM to the end");

    [Fact]
    public void Readiness_of_a_worker_that_never_flips_fails() =>
        Life(Worker, life => life with { NotReadyAt = null }).Fails("readiness", "readiness never said no, in the 5.60 s");

    [Fact]
    public void A_worker_that_is_gone_at_once_need_not_be_seen_unready() => Life(
            Worker, life => life with { NotReadyAt = null, EndedAt = At(66.8) })
        .Change<LedgerEntry>(row => row.ProcessId == Worker, row => row with { EndedAt = At(66.75) }).IsCertified();

    [Fact]
    public void Readiness_that_flips_late_fails()
    {
        var finding = Life(Api, life => life with { NotReadyAt = At(17.9) })
            .Change<LedgerEntry>(row => row.ProcessId == Api, row => row with { ReadyFlippedAt = At(17.8) })
            .Fails("readiness", "readiness said no 1.70 s after SIGTERM; the limit is 1.00 s");
        Assert.Equal("spade-api-1 (process 4101)", finding.Which);
        Assert.Equal("step 1, rolling restart of spade-api; spade-api-1: lame duck, 0.0 s after SIGTERM", finding.Happening);
    }

    [Fact]
    public void A_listener_that_closes_before_readiness_flips_fails() => Life(Api, life => life with { ClosedAt = At(16.22) })
        .Fails("readiness", "the listener closed 0.03 s before readiness said no", "lame-duck");

    [Fact]
    public void A_listener_that_closes_in_the_lame_duck_fails() => Life(Api, life => life with { ClosedAt = At(20) })
        .Fails("lame-duck", "the listener closed 3.80 s after SIGTERM; the lame duck is 5.00 s");

    [Fact]
    public void A_process_that_ends_in_the_lame_duck_fails() => Life(Api, life => life with { ClosedAt = null, EndedAt = At(20) })
        .Change<LedgerEntry>(row => row.ProcessId == Api, row => row with { EndedAt = At(20) })
        .Fails("lame-duck", "the process ended 3.80 s after SIGTERM; the lame duck is 5.00 s");

    [Fact]
    public void A_request_that_fails_in_the_lame_duck_fails_both() => RollingRestart.Good()
        .Change<RequestEntry>(request => request.Number == 33, request => request with
        {
            IntendedAt = At(17), Replica = "spade-api-1", Status = 503, ToldToClose = true,
        })
        .Fails("lame-duck", "answered 503; it was sent 0.80 s after SIGTERM, in the lame duck", "failed-requests");

    [Fact]
    public void SIGINT_has_no_lame_duck() => Life(
            Api, life => life with { Signal = "SIGINT", NotReadyAt = null, ClosedAt = At(16.3), EndedAt = At(17) })
        .Change<LedgerEntry>(row => row.ProcessId == Api, row => row with { EndedAt = At(17) }).IsCertified();

    [Fact]
    public void An_answer_that_keeps_its_connection_after_SIGTERM_fails() => RollingRestart.Good()
        .Change<RequestEntry>(request => request.Number == 33, request => request with
        {
            IntendedAt = At(17), Replica = "spade-api-1", ToldToClose = false,
        })
        .Fails("connections", "the answer to what was sent 0.80 s after SIGTERM keeps its connection open");

    [Fact]
    public void Where_nobody_sees_what_connections_are_told_it_is_not_checked() => RollingRestart.Good()
        .ChangeAll<RequestEntry>(request => request with { ToldToClose = null })
        .IsInconclusive("of no answer is it known whether it told its client to leave the connection", "connections");

    [Fact]
    public void A_stop_that_takes_longer_than_its_drain_fails() => Ended(Worker, 190)
        .Fails("stop-budget", "it ended 123.70 s after SIGTERM; the drain is 120.00 s");

    [Fact]
    public void A_stop_that_takes_longer_than_its_grace_period_fails() => Life(Worker, life => life with { StopBeganAt = At(57.3) })
        .Change<LifeEntry>(life => life.ProcessId == Worker, life => life with { EndedAt = At(184) })
        .Change<LedgerEntry>(row => row.ProcessId == Worker, row => row with { EndedAt = At(184) })
        .Fails("stop-budget", "it ended 126.70 s after its stop began; the grace period is 125.00 s");

    [Fact]
    public void A_stop_without_an_end_fails() => Life(Api, life => life with { EndedAt = null, ExitCode = null })
        .Change<LedgerEntry>(row => row.ProcessId == Api, row => row with { State = "draining", EndedAt = null })
        .Change<LifeEntry>(life => life.ProcessId == Api, life => life with { StopBeganAt = null })
        .ChangeAll<RequestEntry>(request => request with { ToldToClose = true })
        .Fails("stop-budget", "s after SIGTERM; the drain is 30.00 s");

    [Fact]
    public void Without_a_budget_no_stop_is_within_it() => RollingRestart.Good()
        .Change<RunEntry>(_ => true, run => run with { Budgets = new Dictionary<string, ServiceBudget>() })
        .IsInconclusive("shutdown budget", "lame-duck", "stop-budget");

    [Fact]
    public void Cut_work_fails() => Exit(3).Change<LedgerEntry>(row => row.ProcessId == Worker, row => row with
    {
        State = "cut", ExitCodeIntended = 3, Finished = 2, Aborted = 1,
    }).Fails("exit-codes", "exit code 3 after SIGTERM: work was cut");

    [Fact]
    public void Another_exit_code_fails() => Exit(134)
        .Change<LedgerEntry>(row => row.ProcessId == Worker, row => row with { State = "failed", ExitCodeIntended = 134 })
        .Fails("exit-codes", "exit code 134 after SIGTERM; it must be 0");

    [Fact]
    public void A_kill_that_no_step_made_fails() => Exit(137)
        .Change<LedgerEntry>(row => row.ProcessId == Worker, row => row with { State = "crashed", ExitCodeIntended = null })
        .Fails("exit-codes", "it was killed (exit code 137), and no step did that");

    [Fact]
    public void An_overdue_stop_that_is_killed_between_steps_fails() => Kill(at: 100, code: 137)
        .Fails("exit-codes", "it was killed (exit code 137), and no step did that");

    [Fact]
    public void An_overdue_stop_that_is_killed_during_a_step_fails() => Kill(at: 70, code: 137)
        .Change<LifeEntry>(life => life.ProcessId == Worker, life => life with { StopBeganAt = At(66.3) })
        .Fails("exit-codes", "it was killed (exit code 137), and no step did that");

    [Fact]
    public void A_job_taken_after_the_signal_fails() => RollingRestart.Good()
        .Add(new ClaimEntry(At(67.5), "job-1", "spade-worker-1"))
        .Fails("claims", "it took job job-1 1.20 s after SIGTERM");

    [Fact]
    public void A_job_taken_at_the_moment_of_the_signal_or_by_the_next_process_does_not_count() => RollingRestart.Good()
        .Add(new ClaimEntry(At(67), "job-1", "spade-worker-1"), new ClaimEntry(At(74), "job-2", "spade-worker-1"),
            new ClaimEntry(At(80), "job-3", null))
        .IsCertified();

    [Fact]
    public void A_job_that_the_ledger_counts_after_the_signal_fails() => RollingRestart.Good()
        .Change<LedgerEntry>(row => row.ProcessId == Worker, row => row with { Begun = 1, Finished = 4 })
        .Fails("claims", "the ledger says that it began 1 jobs after its signal");

    [Fact]
    public void A_kill_by_a_step_is_what_was_asked_for() => KillByAStep(code: 137).IsCertified();

    [Fact]
    public void A_killed_process_exits_with_137() => KillByAStep(code: 0)
        .Fails("exit-codes", "exit code 0, although a step killed it", "ledger-rows");

    [Fact]
    public void A_process_that_ends_by_itself_fails() => Life(
            Worker, life => life with { Signal = null, SignalledAt = null, StopBeganAt = null, NotReadyAt = null })
        .Fails("exit-codes", "it ended by itself, with exit code 0");

    [Fact]
    public void A_stop_whose_signal_was_not_seen_exits_with_0_too() => Life(
            Worker, life => life with { Signal = null, SignalledAt = null, ExitCode = 1 })
        .Change<LedgerEntry>(row => row.ProcessId == Worker, row => row with { State = "failed", ExitCodeIntended = 1 })
        .Fails("exit-codes", "exit code 1 after its stop began; it must be 0");

    [Fact]
    public void A_signal_before_a_process_listens_for_it_ends_it_with_143() => RollingRestart.Good()
        .Add(new LifeEntry(
            "spade-api-4", "spade-api", 4300, "0.1.0", At(80), SignalledAt: At(80.1), Signal: "SIGTERM", EndedAt: At(80.2), ExitCode: 143))
        .IsCertified();

    [Fact]
    public void A_process_that_was_ready_does_not_end_with_143() => Exit(143)
        .Change<LedgerEntry>(row => row.ProcessId == Worker, row => row with { State = "failed", ExitCodeIntended = null })
        .Fails("exit-codes", "exit code 143 after SIGTERM; it must be 0");

    [Fact]
    public void An_exit_code_that_lies_fails() => RollingRestart.Good()
        .Change<LedgerEntry>(row => row.ProcessId == Api, row => row with { ExitCodeIntended = 3 })
        .Fails("exit-codes", "exit code 0, and the ledger says that it meant to exit with 3");

    [Fact]
    public void An_exit_code_that_was_not_seen_is_not_checked() => Life(Worker, life => life with { ExitCode = null })
        .IsInconclusive("the exit code of spade-worker-1 (process 4111) was not seen", "exit-codes");

    [Fact]
    public void Where_no_process_was_watched_nothing_is_said_of_stops() => RollingRestart.Good().Remove<LifeEntry>().IsInconclusive(
        "no process was watched", "readiness", "lame-duck", "connections", "claims", "stop-budget", "exit-codes", "ledger-rows",
        "ledger-times");

    private static SampleHistory Life(int process, Func<LifeEntry, LifeEntry> change) =>
        RollingRestart.Good().Change<LifeEntry>(life => life.ProcessId == process, change);

    private static SampleHistory Exit(int code) => Life(Worker, life => life with { ExitCode = code });

    private static SampleHistory Ended(int process, double seconds) =>
        Life(process, life => life with { EndedAt = At(seconds), StopBeganAt = null })
        .Change<LedgerEntry>(row => row.ProcessId == process, row => row with { EndedAt = At(seconds) });

    private static SampleHistory Kill(double at, int code) => Life(Worker, life => life with
    {
        Signal = "SIGKILL", SignalledAt = At(at), StopBeganAt = null, NotReadyAt = null, EndedAt = At(at + 0.1), ExitCode = code,
    }).Change<LedgerEntry>(row => row.ProcessId == Worker, row => row with { State = "crashed", ExitCodeIntended = null });

    private static SampleHistory KillByAStep(int code) =>
        Kill(at: 70, code).Add(new StepEntry(3, "kill", "spade-worker-1", At(70), At(71), Error: null));
}
