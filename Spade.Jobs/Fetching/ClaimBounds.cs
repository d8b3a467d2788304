namespace Spade.Jobs.Fetching;

/// <summary>What a claim looks at.</summary>
/// <param name="Fronts">One for each priority, the highest first.</param>
internal sealed record ClaimBounds(ClaimFront[] Fronts);
