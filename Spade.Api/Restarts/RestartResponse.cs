using Spade.Api.OpenApi;
using Spade.Documents.Ledger;

namespace Spade.Api.Restarts;

/// <summary>Entries of the restart ledger.</summary>
/// <param name="Restarts">The entries, newest first.</param>
internal sealed record RestartListResponse(IReadOnlyList<RestartResponse> Restarts)
{
    private static readonly DateTimeOffset Started = new(2027, 3, 1, 9, 30, 0, TimeSpan.Zero);

    /// <summary>An example for the API's description.</summary>
    public static RestartListResponse Example { get; } = new(
    [
        new RestartResponse(
            new Guid("5f0c7c9e-4f6e-4a52-9d0b-6f1f2d3c4b5a"), "spade-worker", "0.1.0", "node-1", ProcessId: 4711, "stopped", "sigterm",
            Started, Started.AddHours(1), Started.AddHours(1), ListenerClosedAt: null, Started.AddHours(1).AddSeconds(2),
            new RestartWork(InFlight: 2, Begun: 0, Finished: 1, HandedOver: 1, Aborted: 0), ExitCodeIntended: 0, BudgetUsed: 0.08),
    ]);
}

/// <summary>One process life.</summary>
/// <param name="NodeId">The process's id as a node of the queue; new at every start.</param>
/// <param name="Service">Service.</param>
/// <param name="Version">Version.</param>
/// <param name="Host">Machine or pod.</param>
/// <param name="ProcessId">Process id there.</param>
/// <param name="State">running, draining, stopped, cut, failed, crashed or unknown.</param>
/// <param name="Reason">sigterm, sigint or requested; null while it runs, or when it is unknown.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="SignalledAt">When it was told to stop.</param>
/// <param name="ReadyFlippedAt">When readiness began to answer 503.</param>
/// <param name="ListenerClosedAt">When it closed its listener.</param>
/// <param name="EndedAt">When it ended, or was last seen alive.</param>
/// <param name="Work">What became of its requests and jobs; null until it is told to stop.</param>
/// <param name="ExitCodeIntended">The exit code it meant to end with.</param>
/// <param name="BudgetUsed">The part of the drain that the stop took; 1 is all of it.</param>
internal sealed record RestartResponse(
    Guid NodeId,
    string Service,
    string Version,
    string Host,
    int ProcessId,
    [property: OneOf<RestartStateWords>] string State,
    string? Reason,
    DateTimeOffset StartedAt,
    DateTimeOffset? SignalledAt,
    DateTimeOffset? ReadyFlippedAt,
    DateTimeOffset? ListenerClosedAt,
    DateTimeOffset? EndedAt,
    RestartWork? Work,
    int? ExitCodeIntended,
    double? BudgetUsed)
{
    public static RestartResponse From(Restart restart) => new(
        restart.NodeId, restart.Service, restart.Version, restart.Host, restart.ProcessId, restart.State.ToWord(), restart.Reason,
        restart.StartedAt, restart.SignalledAt, restart.ReadyFlippedAt, restart.ListenerClosedAt, restart.EndedAt,
        restart.InFlight is { } inFlight
            ? new RestartWork(inFlight, restart.Begun, restart.Finished, restart.Released, restart.Aborted)
            : null,
        restart.ExitCodeIntended, restart.BudgetUsed);
}

/// <summary>Requests and jobs of a stopping process. At its end, <c>inFlight + begun = finished + handedOver + aborted</c>.</summary>
/// <param name="InFlight">In flight at the signal.</param>
/// <param name="Begun">Begun after it; null until the process has ended.</param>
/// <param name="Finished">Finished normally.</param>
/// <param name="HandedOver">Released to another process at a yield point.</param>
/// <param name="Aborted">Aborted at a limit.</param>
internal sealed record RestartWork(int InFlight, int? Begun, int? Finished, int? HandedOver, int? Aborted);
