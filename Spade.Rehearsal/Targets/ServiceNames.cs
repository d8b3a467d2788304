using Spade.Rehearsal.Schedules;

namespace Spade.Rehearsal.Targets;

/// <summary>Names of Spade's services.</summary>
internal static class ServiceNames
{
    internal const string Api = "spade-api", Worker = "spade-worker";

    internal static IReadOnlyList<string> All { get; } = [Api, Worker];

    /// <summary>The services that a step concerns; none for the database.</summary>
    internal static IReadOnlyList<string> Of(Step step) => step.Of switch
    {
        StepObject.Api => [Api],
        StepObject.Worker => [Worker],
        StepObject.Both => All,
        _ => [],
    };
}
