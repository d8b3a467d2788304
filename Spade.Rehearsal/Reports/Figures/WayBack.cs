using Spade.Rehearsal.Checks;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Reports.Figures;

/// <summary>Whether a release can be rolled back, which a rehearsal of two versions shows when its schedule rolls the old one out again.
/// Documents have no time of loss, so that a lost one counts against the way back.</summary>
internal static class WayBack
{
    private const string Back = "roll out old version";

    /// <summary>The checks that find a loss: of a request, of a document, or of its one result.</summary>
    internal static IReadOnlyList<string> Losses { get; } =
    [
        "failed-requests", "events", "indeterminate-uploads", "lost-documents", "unexpected-documents", "duplicates",
        "unfinished-documents", "text", "attempts",
    ];

    /// <summary>A sentence; null when the schedule did not go back.</summary>
    internal static string? Of(RunFacts facts, Judgement judgement)
    {
        if (facts.Steps.FirstOrDefault(step => step.Name == Back) is not { } back)
            return null;
        var checks = judgement.Checks.Where(check => Losses.Contains(check.Name)).ToList();
        var failed = checks.Where(check => check.Findings.Any(finding => finding.At is not { } at || at >= back.BeganAt))
            .Select(check => check.Name);
        return (back.Error, string.Join(", ", failed)) switch
        {
            ({ } error, _) => $"This release cannot be rolled back: {error}",
            (_, { Length: > 0 } names) => $"This release cannot be rolled back without loss: {names} failed from the way back on.",
            _ when back.EndedAt is not null && checks.All(check => check.Result == CheckResult.Passed) =>
                "This release can be rolled back without loss: the old version ran on the new one's database.",
            _ => "Whether this release can be rolled back without loss is not proved.",
        };
    }
}
