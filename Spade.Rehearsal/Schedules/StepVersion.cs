namespace Spade.Rehearsal.Schedules;

/// <summary>One of the two versions that a rehearsal with <c>--from</c> runs.</summary>
internal enum StepVersion
{
    /// <summary>The version given by <c>--from</c>.</summary>
    Old,

    /// <summary>The version of this clone.</summary>
    New,
}
