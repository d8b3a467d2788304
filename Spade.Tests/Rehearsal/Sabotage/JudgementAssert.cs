using Spade.Rehearsal.Checks;
using Spade.Tests.Rehearsal.Checks;

namespace Spade.Tests.Rehearsal.Sabotage;

/// <summary>What the judgement of a real rehearsal must say.</summary>
internal static class JudgementAssert
{
    /// <summary>The check failed, and one of its findings, with what was happening at that moment, has all of these words. A real
    /// sabotage may show in other checks, too.</summary>
    public static Finding HasFinding(this Judgement judgement, string check, params string[] words)
    {
        var outcome = judgement.Checks.Single(outcome => outcome.Name == check);
        Assert.True(outcome.Result == CheckResult.Failed && judgement.Verdict == Verdict.NotCertified, $"{check} did not fail.\n{Judged.Describe(judgement)}");
        var finding = outcome.Findings.FirstOrDefault(
            finding => Array.TrueForAll(words, word => Judged.Text(finding).Contains(word, StringComparison.Ordinal)));
        Assert.True(finding is not null, $"{check} has no finding with '{string.Join("', '", words)}'.\n{Judged.Describe(judgement)}");
        return finding;
    }

    /// <summary>Every check was made, and none found anything.</summary>
    public static void AssertCertified(this Judgement judgement) =>
        Assert.True(judgement.Verdict == Verdict.Certified, Judged.Describe(judgement));
}
