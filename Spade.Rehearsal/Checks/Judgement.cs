namespace Spade.Rehearsal.Checks;

/// <summary>What a history proves, check by check.</summary>
/// <param name="Verdict">All of it in a word.</param>
/// <param name="Checks">Every check with its result, in the order of <see cref="AllChecks"/>.</param>
/// <param name="ErrorBudget">What the rehearsal would have cost.</param>
internal sealed record Judgement(Verdict Verdict, IReadOnlyList<CheckOutcome> Checks, ErrorBudget ErrorBudget);
