using Spade.Rehearsal.Load;

namespace Spade.Rehearsal.Schedules;

/// <summary>What a rehearsal does: the load, and what happens meanwhile.</summary>
/// <param name="Name">Its name, or its file's.</param>
/// <param name="Text">The YAML text.</param>
internal sealed record Schedule(string Name, string Text)
{
    /// <summary>What it shows, in a sentence.</summary>
    internal string About { get; init; } = "";

    internal LoadPlan Load { get; init; } = new();

    /// <summary>In order of time.</summary>
    internal IReadOnlyList<Step> Steps { get; init; } = [];

    /// <summary>Settings for the local system's AppHost, such as <c>Api:Replicas</c>.</summary>
    internal IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>How long the balancer in front of the local API goes on using a replica that stops or is not ready. Default zero.</summary>
    internal TimeSpan BalancerLag { get; init; }

    /// <summary>Whether it needs a version to come from.</summary>
    internal bool HasVersions => Steps.Any(step => step.Action is StepAction.Migrate or StepAction.RollOut);
}
