using System.Globalization;
using Spade.Rehearsal.History;

namespace Spade.Rehearsal.Moments;

/// <summary>Says what was happening at a moment: the step that ran, and the phase of the replica.</summary>
internal sealed class MomentText(RunFacts facts)
{
    /// <summary>Such as <c>step 1, rolling restart of spade-api; spade-api-2: lame duck, 3.2 s after SIGTERM</c>.</summary>
    /// <param name="at">The moment.</param>
    /// <param name="replica">The replica that is concerned; null tells of each that was not simply serving.</param>
    public string Of(DateTimeOffset at, string? replica = null)
    {
        var steps = facts.Steps.Where(step => step.BeganAt <= at && (step.EndedAt ?? facts.EndedAt) >= at).Select(Step).ToList();
        var replicas = (replica is null ? Restless(at) : [ReplicaAt(replica, at)]).ToList();
        return string.Join("; ", [steps.Count > 0 ? string.Join(" and ", steps) : Before(at), .. replicas]);
    }

    /// <summary>From the begin of the load, such as <c>+12.340 s</c>.</summary>
    public string Offset(DateTimeOffset at) =>
        (at - facts.BeganAt).TotalSeconds.ToString("+0.000' s';-0.000' s'", CultureInfo.InvariantCulture);

    /// <summary>The life of a replica at a moment; null when none ran.</summary>
    public LifeEntry? LifeAt(string replica, DateTimeOffset at) =>
        facts.LivesOf(replica).LastOrDefault(life => life.StartedAt <= at && (life.EndedAt ?? DateTimeOffset.MaxValue) >= at);

    /// <summary>The consequences of a step may outlast it, such as those of a migration.</summary>
    private string Before(DateTimeOffset at) => facts.Steps.Where(step => step.EndedAt < at).MaxBy(step => step.EndedAt) is { } last
        ? string.Create(CultureInfo.InvariantCulture, $"no step ran, {(at - last.EndedAt!.Value).TotalSeconds:0.0} s after {Step(last)}")
        : "no step ran";

    private static string Step(StepEntry step) =>
        $"step {step.Number}, {step.Name}{(step.Target is { } target ? $" of {target}" : "")}";

    private IEnumerable<string> Restless(DateTimeOffset at) =>
        from replica in facts.Lives.Select(life => life.Replica).Distinct().Order(StringComparer.Ordinal)
        where LifeAt(replica, at) is { } life && PhaseAt(life, at) is { Kind: not PhaseKind.Serving }
        select ReplicaAt(replica, at);

    private string ReplicaAt(string replica, DateTimeOffset at)
    {
        if (LifeAt(replica, at) is not { } life)
            return $"{replica}: not running";
        var phase = PhaseAt(life, at)?.Name ?? "starting";
        return life.SignalledAt is { } signal && at >= signal
            ? string.Create(CultureInfo.InvariantCulture,
                $"{replica}: {phase}, {(at - signal).TotalSeconds:0.0} s after {life.Signal ?? "its signal"}")
            : $"{replica}: {phase}";
    }

    private Phase? PhaseAt(LifeEntry life, DateTimeOffset at) =>
        LifePhases.Of(life, facts.BudgetOf(life.Service), facts.EndedAt).LastOrDefault(phase => phase.From <= at);
}
