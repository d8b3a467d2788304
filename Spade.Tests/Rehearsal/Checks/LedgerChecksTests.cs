using Spade.Rehearsal.History;
using Spade.Tests.Rehearsal.Histories;
using static Spade.Tests.Rehearsal.Histories.SampleHistory;

namespace Spade.Tests.Rehearsal.Checks;

/// <summary>What the ledger says, beside what was seen.</summary>
public sealed class LedgerChecksTests
{
    private const int Api = 4101;
    private const int Worker = 4111;
    private const int Running = 4230;

    [Fact]
    public void A_life_without_a_row_fails() =>
        RollingRestart.Good().Remove<LedgerEntry>(row => row.ProcessId == Api).Fails("ledger-rows", "the ledger has no row of it");

    [Fact]
    public void A_process_that_was_never_ready_may_have_none() => RollingRestart.Good()
        .Add(new LifeEntry("spade-api-2", "spade-api", 4300, "0.1.0", At(119.5))).IsCertified();

    [Fact]
    public void A_row_without_a_life_fails()
    {
        var history = RollingRestart.Good();
        var row = history.The<LedgerEntry>(row => row.ProcessId == Running) with { ProcessId = 9, Node = Guid.Empty };
        history.Add(row).Fails("ledger-rows", "the ledger has a row (running) of a process that was not seen");
    }

    [Fact]
    public void Rows_from_before_and_of_services_that_were_not_watched_do_not_count()
    {
        var history = RollingRestart.Good();
        var row = history.The<LedgerEntry>(row => row.ProcessId == Running) with { ProcessId = 9 };
        history.Add(row with { StartedAt = At(-3600), Node = Guid.Empty }, row with { Service = "spade-other" }).IsCertified();
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("failed")]
    [InlineData("crashed")]
    [InlineData("unknown")]
    [InlineData("running")]
    [InlineData("draining")]
    public void A_stopped_process_that_the_ledger_calls_otherwise_fails(string state) =>
        Row(Api, row => row with { State = state })
            .Fails("ledger-rows", $"the ledger says {state}; it ended with exit code 0, which is stopped");

    [Fact]
    public void A_running_process_that_the_ledger_calls_crashed_fails() =>
        Row(Running, row => row with { State = "crashed" }).Fails("ledger-rows", "the ledger says crashed; it runs, which is running");

    [Fact]
    public void An_end_that_the_database_did_not_see_may_be_unknown() => Row(Api, row => row with { State = "unknown" })
        .Add(new StepEntry(3, "database restart", null, At(24), At(26), null)).IsCertified();

    [Fact]
    public void In_a_cluster_a_pod_is_found_by_its_name() => RollingRestart.Good()
        .ChangeAll<LedgerEntry>(row => row with { Host = $"pod-{row.ProcessId}", ProcessId = 1 })
        .ChangeAll<LifeEntry>(life => life with { Replica = $"pod-{life.ProcessId}", ProcessId = 0 })
        .IsCertified();

    [Fact]
    public void Without_a_ledger_it_is_not_checked() => RollingRestart.Good().Remove<LedgerEntry>()
        .IsInconclusive("no row of the ledger was read", "claims", "ledger-rows", "ledger-times", "ledger-work");

    [Fact]
    public void A_signal_that_the_ledger_has_at_another_time_fails() => Row(Api, row => row with { SignalledAt = At(18) })
        .Fails("ledger-times", "the ledger has SIGTERM 1.80 s after it was seen");

    [Fact]
    public void A_flip_that_the_ledger_has_at_another_time_fails() => Row(Api, row => row with { ReadyFlippedAt = At(14) })
        .Fails("ledger-times", "the ledger has not ready 2.25 s before it was seen");

    [Fact]
    public void An_end_that_the_ledger_has_at_another_time_fails() => Row(Worker, row => row with { EndedAt = At(60) })
        .Fails("ledger-times", "the ledger has its end 11.90 s before it was seen");

    [Fact]
    public void An_end_that_the_ledger_has_later_than_it_was_seen_fails() => Row(Worker, row => row with { EndedAt = At(73) })
        .Fails("ledger-times", "the ledger has its end 1.10 s after it was seen");

    [Fact]
    public void A_process_may_use_its_time_to_close_after_its_last_entry() =>
        Row(Worker, row => row with { EndedAt = At(62) }).IsCertified();

    [Fact]
    public void A_signal_that_the_ledger_does_not_have_fails() => Row(Api, row => row with { SignalledAt = null })
        .Fails("ledger-times", "the ledger has no time of SIGTERM, which was seen");

    [Fact]
    public void Work_that_is_not_counted_fails() =>
        Row(Api, row => row with { Begun = null }).Fails("ledger-work", "the ledger says stopped, and counts no work");

    [Fact]
    public void Work_that_does_not_add_up_fails() => Row(Worker, row => row with { HandedOver = 0 })
        .Fails("ledger-work", "4 in flight and 0 begun, but 3 finished, 0 handed over and 0 aborted");

    [Fact]
    public void Aborted_work_and_an_exit_code_of_0_fail() => Row(Worker, row => row with { Finished = 2, Aborted = 1 })
        .Fails("ledger-work", "the ledger says that 1 were aborted, and an exit code of 0");

    [Fact]
    public void An_answer_that_broke_off_and_was_not_counted_fails() => RollingRestart.Good()
        .Change<RequestEntry>(request => request.Number == 45, request => request with
        {
            Operation = "text", EndedAfter = TimeSpan.FromMilliseconds(50), Outcome = RequestOutcome.Cut, Replica = "spade-api-1",
        })
        .Fails("ledger-work", "1 of its answers broke off while it drained, and the ledger says that 0 were aborted", "failed-requests");

    [Fact]
    public void Aborted_requests_that_no_client_saw_fail() => Row(Api, row => row with
        {
            State = "cut", ExitCodeIntended = 3, Finished = 12, Aborted = 1,
        })
        .Change<LifeEntry>(life => life.ProcessId == Api, life => life with { ExitCode = 3 })
        .Fails("ledger-work", "the ledger says that 1 were aborted, and clients saw 0 requests break while it drained", "exit-codes");

    private static SampleHistory Row(int process, Func<LedgerEntry, LedgerEntry> change) =>
        RollingRestart.Good().Change<LedgerEntry>(row => row.ProcessId == process, change);
}
