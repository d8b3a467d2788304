namespace Spade.Rehearsal.Checks;

/// <summary>What a rehearsal proves.</summary>
internal enum Verdict
{
    /// <summary>Every check that has to be made was made, and none found anything.</summary>
    Certified,

    /// <summary>A check found something.</summary>
    NotCertified,

    /// <summary>Nothing was found, and facts that a check needs are missing.</summary>
    Inconclusive,
}
