namespace Spade.Rehearsal.Checks;

/// <summary>A check with its result.</summary>
/// <param name="Name">Name of the check.</param>
/// <param name="Sentence">What holds when it passes.</param>
/// <param name="Result">Its result.</param>
/// <param name="IsWaived">Whether the target cannot have the facts, so that the verdict does not wait for them.</param>
/// <param name="Examined">How many things it looked at.</param>
/// <param name="Unit">What they are, in the plural.</param>
/// <param name="Found">How many findings there are.</param>
/// <param name="Findings">The first of them, at most <see cref="Judge.ShownFindings"/>.</param>
/// <param name="Missing">Which facts are missing; null when none are.</param>
/// <param name="Note">What a reader should know; null without.</param>
internal sealed record CheckOutcome(
    string Name, string Sentence, CheckResult Result, bool IsWaived, int Examined, string Unit, int Found, IReadOnlyList<Finding> Findings,
    string? Missing, string? Note);
