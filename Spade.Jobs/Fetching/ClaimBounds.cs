namespace Spade.Jobs.Fetching;

/// <summary>The part of a queue that a claim reads.</summary>
/// <param name="Fronts">One for each priority, the highest first.</param>
internal sealed record ClaimBounds(ClaimFront[] Fronts);
