namespace Spade.Rehearsal.Schedules;

/// <summary>A step of a schedule.</summary>
/// <param name="Number">From 1.</param>
/// <param name="At">When it begins, from the begin of the load.</param>
/// <param name="Action">What it does.</param>
internal sealed record Step(int Number, TimeSpan At, StepAction Action)
{
    /// <summary>To what; null for an action that needs none.</summary>
    internal StepObject? Of { get; init; }

    /// <summary>For how long; zero for an action that needs none.</summary>
    internal TimeSpan For { get; init; }

    /// <summary>To how many replicas.</summary>
    internal int To { get; init; }

    /// <summary>To which version, or of which the migrations are.</summary>
    internal StepVersion Version { get; init; }

    public override string ToString() => Of is { } of ? $"{StepWords.WordOf(Action)} of {StepWords.WordOf(of)}" : StepWords.WordOf(Action);
}
