namespace Spade.Rehearsal.Checks;

/// <summary>What a check did.</summary>
/// <param name="Examined">How many things it looked at.</param>
/// <param name="Unit">What they are, in the plural: <c>requests</c>.</param>
/// <param name="Findings">What it found. Read once, since a bad run has very many.</param>
/// <param name="Missing">Which facts are missing, when some are; null otherwise.</param>
/// <param name="Note">What a reader should know although it is no finding; null without.</param>
internal sealed record Examination(
    int Examined, string Unit, IEnumerable<Finding> Findings, string? Missing = null, string? Note = null)
{
    /// <summary>Nothing could be looked at.</summary>
    public static Examination Impossible(string unit, string missing) => new(0, unit, [], missing);
}
