namespace Spade.Documents.Ledger;

/// <summary>An entry of the restart ledger: one process life. Times are the database's clock.</summary>
public sealed class Restart
{
    /// <summary>The process's id as a node of the queue; new at every start.</summary>
    public required Guid NodeId { get; init; }

    /// <summary>Name of the service.</summary>
    public required string Service { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>Machine or pod.</summary>
    public required string Host { get; init; }

    /// <summary>Process id there.</summary>
    public required int ProcessId { get; init; }

    /// <summary>What it is doing, or how it ended.</summary>
    public required RestartState State { get; init; }

    /// <summary>When the process started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Why it stopped: sigterm, sigint or requested; null while it runs, or when it is unknown.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was told to stop.</summary>
    public DateTimeOffset? SignalledAt { get; init; }

    /// <summary>When readiness began to answer 503.</summary>
    public DateTimeOffset? ReadyFlippedAt { get; init; }

    /// <summary>When it closed its listener.</summary>
    public DateTimeOffset? ListenerClosedAt { get; init; }

    /// <summary>Requests and jobs in flight at the signal.</summary>
    public int? InFlight { get; init; }

    /// <summary>Those begun after it.</summary>
    public int? Begun { get; init; }

    /// <summary>Those that finished normally.</summary>
    public int? Finished { get; init; }

    /// <summary>Those that were released to another process.</summary>
    public int? Released { get; init; }

    /// <summary>Those that were aborted at a limit.</summary>
    public int? Aborted { get; init; }

    /// <summary>The exit code that it intended to end with.</summary>
    public int? ExitCodeIntended { get; init; }

    /// <summary>The part of the drain that it used; 1 is all of it.</summary>
    public double? BudgetUsed { get; init; }

    /// <summary>When it ended, or was last seen alive.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}
