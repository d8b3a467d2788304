using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks;

/// <summary>Judges a history. It looks at nothing else, so that the same history is always judged the same.</summary>
internal static class Judge
{
    /// <summary>How many findings of a check are kept; all are counted.</summary>
    public const int ShownFindings = 200;

    /// <exception cref="ArgumentException">The options waive a check that does not exist.</exception>
    public static Judgement Of(IReadOnlyList<HistoryEntry> history, CheckOptions options)
    {
        if (options.Waived.Except(AllChecks.Names).ToList() is { Count: > 0 } unknown)
        {
            throw new ArgumentException(
                $"There is no check '{unknown[0]}' to waive; the checks are {string.Join(", ", AllChecks.Names)}.", nameof(options));
        }

        var facts = new RunFacts(history);
        var moment = new MomentText(facts);
        var outcomes = AllChecks.Checks.Select(check => Outcome(check, facts, moment, options)).ToList();
        return new Judgement(VerdictOf(outcomes), outcomes, ErrorBudget.Of(facts));
    }

    private static CheckOutcome Outcome(ICheck check, RunFacts facts, MomentText moment, CheckOptions options)
    {
        var examination = check.Examine(facts, options);
        var kept = new List<Finding>();
        var found = 0;
        foreach (var finding in examination.Findings)
        {
            if (++found <= ShownFindings)
                kept.Add(finding.At is { } at ? finding with { Happening = moment.Of(at, finding.Replica) } : finding);
        }

        var result = (found, examination.Missing) switch
        {
            (> 0, _) => CheckResult.Failed,
            (_, null) => CheckResult.Passed,
            _ => CheckResult.NotChecked,
        };
        return new CheckOutcome(
            check.Name, check.Sentence, result, options.Waived.Contains(check.Name), examination.Examined, examination.Unit, found, kept,
            examination.Missing, examination.Note);
    }

    private static Verdict VerdictOf(IReadOnlyList<CheckOutcome> outcomes)
    {
        if (outcomes.Any(outcome => outcome.Result == CheckResult.Failed))
            return Verdict.NotCertified;
        return outcomes.Any(outcome => outcome is { Result: CheckResult.NotChecked, IsWaived: false })
            ? Verdict.Inconclusive
            : Verdict.Certified;
    }
}
