using Spade.Rehearsal.History;

namespace Spade.Rehearsal.Moments;

/// <summary>Cuts a life into phases.</summary>
internal static class LifePhases
{
    /// <summary>The phases in order, without gaps. A moment that was not seen leaves its phase out, and one that was seen before an earlier
    /// one of the list counts from there.</summary>
    /// <param name="life">The life.</param>
    /// <param name="budget">The budget of its service, for the end of the lame duck of a listener whose close was not seen.</param>
    /// <param name="end">End of the rehearsal, for a process that lived on.</param>
    public static IReadOnlyList<Phase> Of(LifeEntry life, ServiceBudget? budget, DateTimeOffset end)
    {
        var last = life.EndedAt ?? Later(end, life.StartedAt);
        var phases = new List<Phase>();
        var from = life.StartedAt;
        var kind = PhaseKind.Starting;
        foreach (var (next, at) in Turns(life, budget).OrderBy(turn => turn.At).ThenBy(turn => turn.Kind))
        {
            // What is later in a life never turns back: a balancer that lags drops a process that drains already.
            if (next <= kind || at > last)
                continue;
            Add(kind, at);
            kind = next;
        }

        Add(kind, last);
        return phases;

        void Add(PhaseKind added, DateTimeOffset to)
        {
            if (to > from)
                phases.Add(new Phase(added, from, to));
            from = Later(from, to);
        }
    }

    private static IEnumerable<(PhaseKind Kind, DateTimeOffset At)> Turns(LifeEntry life, ServiceBudget? budget)
    {
        if (life.ReadyAt is { } ready)
            yield return (PhaseKind.Serving, ready);
        if (life.LeftBalancerAt is { } left)
            yield return (PhaseKind.LeftBalancer, left);
        if (life.StopBeganAt is { } stop)
            yield return (PhaseKind.PreStop, stop);
        if (life.SignalledAt is not { } signal)
            yield break;
        // SIGINT skips the lame duck.
        var isLame = life.Signal == "SIGTERM" && budget is { LameDuck: > 0 };
        yield return (isLame ? PhaseKind.LameDuck : PhaseKind.Draining, signal);
        if (life.ClosedAt is { } closed)
            yield return (PhaseKind.Closed, closed);
        else if (isLame)
            yield return (PhaseKind.Draining, signal + TimeSpan.FromSeconds(budget!.LameDuck));
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
