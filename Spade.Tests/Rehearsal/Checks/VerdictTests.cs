using Spade.Rehearsal.Checks;
using Spade.Rehearsal.History;
using Spade.Tests.Rehearsal.Histories;

namespace Spade.Tests.Rehearsal.Checks;

public sealed class VerdictTests
{
    [Fact]
    public void A_rolling_restart_without_a_fault_is_certified()
    {
        var judgement = RollingRestart.Good().IsCertified();

        Assert.All(judgement.Checks, outcome => Assert.NotEqual("", outcome.Sentence));
        Assert.Equal(AllChecks.Names, judgement.Checks.Select(outcome => outcome.Name));
        Assert.Equal(AllChecks.Names, AllChecks.Names.Distinct());
        // A check that looked at nothing would pass any history.
        string[] rare = ["indeterminate-uploads"];
        Assert.All(judgement.Checks.Where(outcome => !rare.Contains(outcome.Name)), outcome => Assert.NotEqual(0, outcome.Examined));
    }

    [Fact]
    public void An_empty_history_is_not_certified() =>
        Assert.Equal(Verdict.NotCertified, new SampleHistory([]).Judge().Verdict);

    [Fact]
    public void A_history_without_a_database_is_inconclusive() => RollingRestart.Good().Remove<StoredEntry>().IsInconclusive(
        "no document was read from the database", "attempts", "duplicates", "repeated-pages", "unexpected-documents");

    [Fact]
    public void What_a_target_cannot_have_may_be_waived_and_stays_in_the_list()
    {
        var options = new CheckOptions
        {
            Waived = new HashSet<string> { "attempts", "duplicates", "repeated-pages", "unexpected-documents" },
        };
        var judgement = RollingRestart.Good().Remove<StoredEntry>().Judge(options);

        Assert.Equal(Verdict.Certified, judgement.Verdict);
        Assert.Equal(4, judgement.Checks.Count(outcome => outcome is { Result: CheckResult.NotChecked, IsWaived: true }));
    }

    [Fact]
    public void A_waived_check_that_finds_something_counts() => RollingRestart.Good()
        .Change<StoredEntry>(row => row.HandedOverAt.Any(handover => handover.From == "spade-worker-1"), row => row with { Failures = 1 })
        .FailsWith(new CheckOptions { Waived = new HashSet<string> { "attempts" } }, "attempts", "its job failed 1 times");

    [Fact]
    public void A_check_that_does_not_exist_cannot_be_waived()
    {
        var error = Assert.Throws<ArgumentException>(
            () => RollingRestart.Good().Judge(new CheckOptions { Waived = new HashSet<string> { "attempt" } }));

        Assert.Contains("There is no check 'attempt' to waive; the checks are history, load,", error.Message);
    }

    [Fact]
    public void A_finding_says_what_was_happening()
    {
        var finding = RollingRestart.WithAFailure().Fails("failed-requests", "connection reset before an answer", "ledger-work");

        Assert.StartsWith("step 1, rolling restart of spade-api; spade-api-2: listener closed, 5.", finding.Happening);
        Assert.EndsWith(" s after SIGTERM", finding.Happening);
        Assert.StartsWith("request 13", finding.Which);
        Assert.NotNull(finding.At);
    }

    [Fact]
    public void Without_a_replica_it_tells_of_each_that_was_not_serving()
    {
        var finding = RollingRestart.Good().Change<RequestEntry>(
                request => request.Number == 62,
                request => request with { Outcome = RequestOutcome.Refused, Status = null, Replica = null })
            .Fails("failed-requests", "connection refused");

        Assert.StartsWith("step 1, rolling restart of spade-api; spade-api-2: lame duck, ", finding.Happening);
    }

    [Fact]
    public void After_a_step_it_says_how_long_ago_that_was()
    {
        var finding = RollingRestart.Good().Change<RequestEntry>(
                request => request.Number == 91, request => request with { Status = 500 })
            .Fails("failed-requests", "answered 500");

        Assert.Matches(@"^no step ran, 7\.\d s after step 1, rolling restart of spade-api; spade-api-\d: serving$", finding.Happening);
    }

    [Fact]
    public void All_findings_are_counted_and_the_first_are_kept()
    {
        var judgement = RollingRestart.Good(perSecond: 4)
            .ChangeAll<RequestEntry>(request => request with { Outcome = RequestOutcome.Answered, Status = 500 }).Judge();

        var failed = judgement.Checks.Single(outcome => outcome.Name == "failed-requests");
        Assert.Equal(480, failed.Found);
        Assert.Equal(Judge.ShownFindings, failed.Findings.Count);
    }
}
