using Spade.Rehearsal.Checks;
using Spade.Tests.Rehearsal.Histories;

namespace Spade.Tests.Rehearsal.Checks;

/// <summary>Judges a sample and expects a result.</summary>
internal static class Judged
{
    public static Judgement Judge(this SampleHistory history, CheckOptions? options = null) =>
        Spade.Rehearsal.Checks.Judge.Of(history.Entries, options ?? new CheckOptions());

    /// <summary>Every check passes.</summary>
    public static Judgement IsCertified(this SampleHistory history, CheckOptions? options = null)
    {
        var judgement = history.Judge(options);
        Assert.Equal("", Describe(judgement));
        Assert.Equal(Verdict.Certified, judgement.Verdict);
        return judgement;
    }

    /// <summary>The check fails with a single finding, and others fail only where they are named.</summary>
    public static Finding Fails(this SampleHistory history, string check, string what, params string[] others) =>
        history.FailsWith(new CheckOptions(), check, what, others);

    public static Finding FailsWith(this SampleHistory history, CheckOptions options, string check, string what, params string[] others)
    {
        var judgement = history.Judge(options);
        Assert.Equal(Verdict.NotCertified, judgement.Verdict);
        var failed = judgement.Checks.Where(outcome => outcome.Result == CheckResult.Failed).Select(outcome => outcome.Name);
        Assert.True(failed.Order().SequenceEqual(others.Append(check).Order()), Describe(judgement));
        var outcome = judgement.Checks.Single(outcome => outcome.Name == check);
        Assert.True(outcome.Found == 1, Describe(judgement));
        var finding = Assert.Single(outcome.Findings);
        Assert.Contains(what, finding.What);
        return finding;
    }

    /// <summary>The check cannot be made, so that nothing is certified.</summary>
    public static void IsInconclusive(this SampleHistory history, string missing, params string[] checks)
    {
        var judgement = history.Judge();
        Assert.Equal(Verdict.Inconclusive, judgement.Verdict);
        var unmade = judgement.Checks.Where(outcome => outcome.Result == CheckResult.NotChecked).ToList();
        Assert.Equal(checks.Order(), unmade.Select(outcome => outcome.Name).Order());
        Assert.All(unmade, outcome => Assert.Contains(missing, outcome.Missing));
    }

    public static string Describe(Judgement judgement) => string.Join('\n',
        from outcome in judgement.Checks
        where outcome.Result != CheckResult.Passed
        select $"{outcome.Name}: {outcome.Result} ({outcome.Missing}) {string.Join(" | ", outcome.Findings.Take(3).Select(Text))}");

    public static string Text(Finding finding) => $"{finding.Which}: {finding.What} [{finding.Happening}]";
}
