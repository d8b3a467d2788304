namespace Spade.Rehearsal.Schedules;

/// <summary>To what a step is done.</summary>
internal enum StepObject
{
    Api,
    Worker,

    /// <summary>API and worker at the same time.</summary>
    Both,

    Database,
}
