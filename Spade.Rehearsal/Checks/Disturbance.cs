using Spade.Rehearsal.History;

namespace Spade.Rehearsal.Checks;

/// <summary>A kind of step that is a fault and no planned restart, and what it explains. What it explains is counted, in the error budget
/// too, and is not a finding.</summary>
/// <param name="Step">How the names of such steps begin, in any case: <c>kill</c>.</param>
/// <param name="ExplainsFailures">Requests without an answer, or answered 503, from its begin until the recovery time after its
/// end.</param>
/// <param name="RepeatsPages">Pages that were in flight are recognised again, once for each worker that the step concerns. A killed worker
/// counts by itself.</param>
/// <param name="HidesEnds">The ledger does not know how processes ended around it, because the database was away.</param>
internal sealed record Disturbance(string Step, bool ExplainsFailures, bool RepeatsPages, bool HidesEnds)
{
    /// <summary>The faults of the schedules that ship: a process killed or frozen, the database restarted, killed or read-only, a balancer
    /// that lags.</summary>
    public static IReadOnlyList<Disturbance> Known { get; } =
    [
        new("kill", ExplainsFailures: true, RepeatsPages: false, HidesEnds: false),
        new("freeze", ExplainsFailures: true, RepeatsPages: true, HidesEnds: false),
        new("database", ExplainsFailures: true, RepeatsPages: true, HidesEnds: true),
    ];

    public bool Covers(StepEntry step) => step.Name.StartsWith(Step, StringComparison.OrdinalIgnoreCase);
}
