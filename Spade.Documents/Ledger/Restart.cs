namespace Spade.Documents.Ledger;

/// <summary>An entry of the restart ledger: one process life. Times are the database's clock.</summary>
public sealed class Restart
{
    /// <summary>The node that the process was: made anew at every start.</summary>
    public required Guid NodeId { get; init; }

    /// <summary>Service, as the operator names it.</summary>
    public required string Service { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>Machine or pod.</summary>
    public required string Host { get; init; }

    /// <summary>Process id there.</summary>
    public required int ProcessId { get; init; }

    /// <summary>Where it is in its life, or how that ended.</summary>
    public required RestartState State { get; init; }

    /// <summary>When the process started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Why it stopped: sigterm, sigint or requested; null while it runs, or when nobody knows.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was told to stop.</summary>
    public DateTimeOffset? SignalledAt { get; init; }

    /// <summary>From when on readiness answered 503.</summary>
    public DateTimeOffset? ReadyFlippedAt { get; init; }

    /// <summary>When its listener was told to close.</summary>
    public DateTimeOffset? ListenerClosedAt { get; init; }

    /// <summary>Requests and jobs in flight at the signal.</summary>
    public int? InFlight { get; init; }

    /// <summary>Those begun after it.</summary>
    public int? Begun { get; init; }

    /// <summary>Those that ended by themselves.</summary>
    public int? Finished { get; init; }

    /// <summary>Those that another process goes on with.</summary>
    public int? Released { get; init; }

    /// <summary>Those that were cut.</summary>
    public int? Aborted { get; init; }

    /// <summary>The exit code it meant to end with.</summary>
    public int? ExitCodeIntended { get; init; }

    /// <summary>Part of the drain that it used, 1 being all.</summary>
    public double? BudgetUsed { get; init; }

    /// <summary>When it ended, or was last seen.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}
