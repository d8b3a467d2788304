using Spade.Rehearsal.Checks;
using Spade.Rehearsal.History;
using Spade.Tests.Rehearsal.Histories;
using static Spade.Tests.Rehearsal.Histories.SampleHistory;

namespace Spade.Tests.Rehearsal.Checks;

/// <summary>What clients saw.</summary>
public sealed class RequestChecksTests
{
    // A text read by a client of HTTP/2, at 3.5 s.
    private const long Read = 8;
    private const long Upload = 2;

    private static readonly CheckOptions Strict = new() { Disturbances = [] };

    [Theory]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public void An_answer_of_4xx_or_5xx_fails(int status) =>
        Changed(Read, request => request with { Status = status, Problem = "/problems/x" })
            .Fails("failed-requests", $"answered {status} /problems/x");

    [Theory]
    [InlineData(nameof(RequestOutcome.Refused), "connection refused")]
    [InlineData(nameof(RequestOutcome.Reset), "connection reset before an answer")]
    [InlineData(nameof(RequestOutcome.Unanswered), "connection closed before an answer")]
    [InlineData(nameof(RequestOutcome.Cut), "answer cut")]
    [InlineData(nameof(RequestOutcome.TimedOut), "no complete answer in time")]
    [InlineData(nameof(RequestOutcome.Garbled), "garbled answer")]
    public void A_request_without_a_whole_answer_fails(string outcome, string what) =>
        Changed(Read, request => request with { Outcome = Enum.Parse<RequestOutcome>(outcome), Status = null })
            .Fails("failed-requests", what);

    [Fact]
    public void An_answer_without_a_status_fails() =>
        Changed(Read, request => request with { Status = null }).Fails("failed-requests", "answered without a status");

    [Fact]
    public void A_long_detail_is_shortened() => Assert.EndsWith(
        "xx…",
        Changed(Read, request => request with { Status = 500, Detail = new string('x', 1000) })
            .Fails("failed-requests", "answered 500: xxx").What);

    [Fact]
    public void A_redirect_is_an_answer() => Changed(Read, request => request with { Status = 304 }).IsCertified();

    [Fact]
    public void What_fails_in_a_fault_is_counted_and_explained()
    {
        var judgement = Killed().IsCertified();

        Assert.Equal("1 more failed during faults; they count in the error budget only", Outcome(judgement).Note);
        Assert.Equal(1, judgement.ErrorBudget.Bad);
    }

    [Fact]
    public void Without_faults_in_the_options_nothing_is_explained() =>
        Killed().FailsWith(Strict, "failed-requests", "connection reset before an answer");

    [Fact]
    public void A_fault_explains_no_500() => Killed()
        .Change<RequestEntry>(request => request.Number == 202, request => request with { Outcome = RequestOutcome.Answered, Status = 500 })
        .Fails("failed-requests", "answered 500");

    [Fact]
    public void A_fault_explains_nothing_after_the_time_of_recovery() => Killed()
        .Change<RequestEntry>(request => request.Number == 202, request => request with { IntendedAt = At(113) })
        .Fails("failed-requests", "connection reset before an answer");

    [Theory]
    [InlineData("spade-worker-1")]
    [InlineData("spade-api-3")]
    [InlineData("spade-worker")]
    public void A_fault_explains_nothing_that_fails_elsewhere(string target) => Killed()
        .Change<StepEntry>(step => step.Number == 3, step => step with { Name = "freeze", Target = target })
        .Fails("failed-requests", "connection reset before an answer");

    [Fact]
    public void A_fault_does_not_explain_a_request_that_was_cut_long_after_it() => Killed()
        .Change<RequestEntry>(request => request.Number == 202, request => request with { EndedAfter = TimeSpan.FromSeconds(14) })
        .Fails("failed-requests", "connection reset before an answer");

    [Fact]
    public void A_stream_of_events_with_a_gap_fails() =>
        Changed(7, request => request with { Outcome = RequestOutcome.Garbled, Status = null, Detail = "event 5 came after 3" })
            .Fails("events", "event 5 came after 3", "failed-requests");

    [Fact]
    public void An_upload_without_an_answer_that_is_repeated_ends_in_one_document() =>
        Assert.Equal(1, Repeated().Judge().Checks.Single(outcome => outcome.Name == "indeterminate-uploads").Examined);

    [Fact]
    public void An_upload_without_an_answer_has_to_be_repeated() => Unanswered()
        .Fails("indeterminate-uploads", "it was not repeated", "failed-requests", "unexpected-documents");

    [Fact]
    public void An_upload_that_is_answered_with_5xx_has_to_be_repeated() => Unanswered()
        .Change<RequestEntry>(
            request => request.Number == Upload, request => request with { Outcome = RequestOutcome.Answered, Status = 503 })
        .Fails("indeterminate-uploads", "it was not repeated", "failed-requests", "unexpected-documents");

    [Fact]
    public void An_upload_that_is_repeated_has_to_be_acknowledged() => Unanswered()
        .Change<RequestEntry>(request => request.Number == 10, request => request with { Repeats = Upload })
        .Remove<AcceptedEntry>(accepted => accepted.Request == 10)
        .Remove<StoredEntry>(row => row.Document is "d0000002" or "d000000a")
        .Fails("indeterminate-uploads", "it was repeated 1 times, and none was acknowledged", "failed-requests");

    [Fact]
    public void An_upload_that_is_repeated_must_not_end_in_two_documents()
    {
        var history = Repeated();
        var second = history.The<AcceptedEntry>(accepted => accepted.Request == 10) with { Document = "d0000002" };
        history.Add(second, new ReadEntry("d0000002", "completed", null, 2, 0))
            .Fails("indeterminate-uploads", "it ended in 2 documents: d000000a, d0000002",
                "failed-requests", "duplicates", "lost-documents");
    }

    [Fact]
    public void An_upload_that_is_repeated_has_one_row_in_the_database() => Repeated()
        .Change<StoredEntry>(row => row.Document == "d0000012", row => row with { Content = $"{10:x64}" })
        .Fails("indeterminate-uploads", "the database has 2 documents of its content", "failed-requests", "duplicates");

    [Fact]
    public void A_refused_upload_was_not_stored_and_need_not_be_repeated() => Changed(
            Upload, request => request with { Outcome = RequestOutcome.Refused, Status = null })
        .Remove<AcceptedEntry>(accepted => accepted.Request == Upload).Remove<StoredEntry>(row => row.Document == "d0000002")
        .Fails("failed-requests", "connection refused");

    private static CheckOutcome Outcome(Judgement judgement) => judgement.Checks.Single(outcome => outcome.Name == "failed-requests");

    private static SampleHistory Changed(long number, Func<RequestEntry, RequestEntry> change) =>
        RollingRestart.Good().Change<RequestEntry>(request => request.Number == number, change);

    /// <summary>A request is reset while a step kills something, from 100 s to 101 s.</summary>
    private static SampleHistory Killed() => RollingRestart.Good()
        .Add(new StepEntry(3, "kill -9", "spade-api-1", At(100), At(101), null))
        .Change<RequestEntry>(request => request.Number == 202, request => request with
        {
            Operation = "list", Outcome = RequestOutcome.Reset, Status = null, Replica = "spade-api-1",
        });

    private static SampleHistory Unanswered() => Changed(
            Upload, request => request with { Outcome = RequestOutcome.Unanswered, Status = null, Document = null })
        .Remove<AcceptedEntry>(accepted => accepted.Request == Upload);

    private static SampleHistory Repeated() => Unanswered()
        .Change<RequestEntry>(request => request.Number == 10, request => request with { Repeats = Upload })
        .Remove<StoredEntry>(row => row.Document == "d0000002");
}
