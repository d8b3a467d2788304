using Spade.Rehearsal.Checks;
using Spade.Rehearsal.History;
using Spade.Tests.Rehearsal.Histories;
using static Spade.Tests.Rehearsal.Histories.SampleHistory;

namespace Spade.Tests.Rehearsal.Checks;

/// <summary>What became of the documents.</summary>
public sealed class DocumentChecksTests
{
    private const string First = "d0000002";
    private const string Second = "d0000005";

    [Fact]
    public void A_document_that_the_API_does_not_know_is_lost() =>
        Read(read => read with { Status = "404", CharacterErrors = null }).Fails("lost-documents", "the API does not know it");

    [Fact]
    public void A_document_that_nobody_knows_is_lost() => Read(read => read with { Status = "404", CharacterErrors = null })
        .Remove<StoredEntry>(row => row.Document == First).Fails("lost-documents", "neither the API nor the database knows it");

    [Fact]
    public void A_document_that_the_database_does_not_have_is_lost()
    {
        var finding = RollingRestart.Good().Remove<StoredEntry>(row => row.Document == First)
            .Fails("lost-documents", "the database does not have it");
        Assert.Equal("document d0000002 of letter.png, accepted by request 2", finding.Which);
    }

    [Fact]
    public void A_document_that_nobody_asked_for_is_lost() => Assert.Equal(
        "the API was not asked for it at the end",
        RollingRestart.Good().Remove<StoredEntry>().Remove<ReadEntry>(read => read.Document == First).Judge()
            .Checks.Single(outcome => outcome.Name == "lost-documents").Findings.Single().What);

    [Fact]
    public void Without_the_API_and_the_database_no_document_is_known_to_be_there()
    {
        var judgement = RollingRestart.Good().Remove<StoredEntry>().Remove<ReadEntry>().Judge();

        Assert.Equal(Verdict.Inconclusive, judgement.Verdict);
        Assert.Equal(
            ["attempts", "duplicates", "lost-documents", "repeated-pages", "text", "unexpected-documents", "unfinished-documents"],
            judgement.Checks.Where(outcome => outcome.Result == CheckResult.NotChecked).Select(outcome => outcome.Name).Order());
    }

    [Fact]
    public void Without_a_document_nothing_is_said_of_documents() => RollingRestart.Good()
        .Remove<AcceptedEntry>().Remove<StoredEntry>().Remove<ReadEntry>()
        .IsInconclusive(
            "document", "attempts", "duplicates", "lost-documents", "repeated-pages", "text",
            "unexpected-documents", "unfinished-documents");

    [Fact]
    public void A_document_that_nobody_uploaded_is_unexpected() => RollingRestart.Good()
        .Add(new StoredEntry("d9999999", $"{9:x64}", "queued", null, "created", 0, 0, null, [], []))
        .Fails("unexpected-documents", "it is there (queued), and no upload was answered with it");

    [Fact]
    public void Equal_bytes_that_were_acknowledged_as_two_documents_are_a_duplicate() => RollingRestart.Good()
        .Change<AcceptedEntry>(accepted => accepted.Document == Second, accepted => accepted with { Content = $"{2:x64}" })
        .Fails("duplicates", $"equal bytes were acknowledged as 2 documents: {First}, {Second}");

    [Fact]
    public void A_document_that_was_created_twice_is_a_duplicate() => RollingRestart.Good()
        .Add(new AcceptedEntry(First, 10, IsNew: true, $"{2:x64}", "letter.png", 2))
        .Fails("duplicates", "it was accepted as new 2 times, by requests 2, 10");

    [Fact]
    public void The_same_upload_again_is_none() =>
        RollingRestart.Good().Add(new AcceptedEntry(First, 10, IsNew: false, $"{2:x64}", "letter.png", 2)).IsCertified();

    [Fact]
    public void Equal_bytes_in_two_rows_are_a_duplicate() => Stored(Second, row => row with { Content = $"{2:x64}" })
        .Fails("duplicates", $"the database has 2 documents of equal bytes: {First}, {Second}");

    [Fact]
    public void Two_results_of_a_document_are_a_duplicate()
    {
        var history = RollingRestart.Good();
        history.Add(history.The<StoredEntry>(row => row.Document == First)).Fails("duplicates", "the database has 2 results of it");
    }

    [Fact]
    public void More_pages_than_a_document_has_are_a_duplicate() =>
        Stored(First, row => row with { PageBegins = [1, 1, 1] }).Fails("duplicates", "the database has 3 pages of its 2");

    [Theory]
    [InlineData("queued", "it was still queued at the end, and its job was active")]
    [InlineData("running", "it was still running at the end, and its job was active")]
    [InlineData("cancelled", "it was cancelled, and nobody asked for that")]
    [InlineData("failed", "it failed: exception")]
    [InlineData("503", "the API answered 503 when it was asked for it at the end")]
    public void A_document_that_did_not_complete_fails(string status, string what) => Stored(First, row => row with { JobState = "active" })
        .Change<ReadEntry>(read => read.Document == First,
            read => read with { Status = status, ErrorType = status == "failed" ? "exception" : null })
        .Fails("unfinished-documents", what);

    [Fact]
    public void A_document_whose_job_is_gone_fails() => Stored(First, row => row with { JobState = null })
        .Change<ReadEntry>(read => read.Document == First, read => read with { Status = "running" })
        .Fails("unfinished-documents", "it was still running at the end, and its job is gone");

    [Fact]
    public void A_document_without_a_row_that_waits_fails() => Read(read => read with { Status = "queued" }).Remove<StoredEntry>()
        .Fails("unfinished-documents", "it was still queued at the end");

    [Fact]
    public void A_document_that_failed_without_an_error_fails() =>
        Read(read => read with { Status = "failed" }).Fails("unfinished-documents", "it failed: without an error");

    [Fact]
    public void A_document_with_a_page_too_few_fails() =>
        Read(read => read with { PagesDone = 1 }).Fails("unfinished-documents", "it was completed with 1 of its 2 pages");

    [Fact]
    public void The_API_and_the_database_have_to_agree() => Stored(First, row => row with { Status = "running" })
        .Fails("unfinished-documents", "the API says completed, and the database running");

    [Fact]
    public void Wrong_text_fails() => Read(read => read with { CharacterErrors = 0.0201 })
        .Fails("text", "2.01 % of its characters are wrong; the limit is 2 %");

    [Fact]
    public void The_limit_of_wrong_characters_is_an_option() => Read(read => read with { CharacterErrors = 0.0201 })
        .IsCertified(new CheckOptions { CharacterErrors = 0.03 });

    [Fact]
    public void No_text_fails() => Read(read => read with { CharacterErrors = null }).Fails("text", "has no text that could be compared");

    [Fact]
    public void An_attempt_that_a_restart_cost_fails() =>
        Stored(First, row => row with { Failures = 2, ErrorType = "exception" })
            .Fails("attempts", "its job failed 2 times, with exception");

    [Fact]
    public void A_page_that_was_recognised_twice_without_a_crash_fails() =>
        Stored(First, row => row with { PageBegins = [1, 2] }).Fails("repeated-pages", "recognised more than once: page 2 2 times");

    [Fact]
    public void A_killed_worker_may_repeat_its_pages_in_flight()
    {
        var judgement = KilledWorker([2, 2]).IsCertified();

        Assert.Equal(
            "2 were repeated; 1 crashes or faults of workers may repeat 2",
            judgement.Checks.Single(outcome => outcome.Name == "repeated-pages").Note);
    }

    [Fact]
    public void A_killed_worker_may_not_repeat_more() => KilledWorker([2, 3])
        .Fails("repeated-pages", "page 1 2 times, page 2 3 times; all crashes together may repeat 2 pages");

    [Fact]
    public void What_a_crash_may_repeat_has_to_be_known() => KilledWorker([1, 2])
        .Change<RunEntry>(_ => true, run => run with { PagesInFlight = null })
        .IsInconclusive("how many pages a worker recognises at once", "repeated-pages");

    [Theory]
    [InlineData("freeze", "spade-worker-3", 2)]
    [InlineData("database restart", null, 4)]
    public void A_fault_that_takes_leases_may_repeat_pages_of_the_workers_that_it_concerns(string step, string? target, int allowed)
    {
        var history = RollingRestart.Good().Add(new StepEntry(3, step, target, At(90), At(91), null));
        history.Change<StoredEntry>(row => row.Document == First, row => row with { PageBegins = [1, 1 + allowed] }).IsCertified();
        history.Change<StoredEntry>(row => row.Document == First, row => row with { PageBegins = [1, 2 + allowed] })
            .Fails("repeated-pages", $"all crashes together may repeat {allowed} pages");
    }

    private static SampleHistory Read(Func<ReadEntry, ReadEntry> change) =>
        RollingRestart.Good().Change<ReadEntry>(read => read.Document == First, change);

    private static SampleHistory Stored(string document, Func<StoredEntry, StoredEntry> change) =>
        RollingRestart.Good().Change<StoredEntry>(row => row.Document == document, change);

    private static SampleHistory KilledWorker(IReadOnlyList<int> begins) => Stored(First, row => row with { PageBegins = begins })
        .Add(new StepEntry(3, "kill -9", "spade-worker-3", At(90), At(91), null))
        .Change<LifeEntry>(life => life.Replica == "spade-worker-3", life => life with
        {
            SignalledAt = At(90.1), Signal = "SIGKILL", EndedAt = At(90.2), ExitCode = 137,
        })
        .Change<LedgerEntry>(row => row.ProcessId == 4230, row => row with { State = "crashed", EndedAt = At(88) });
}
