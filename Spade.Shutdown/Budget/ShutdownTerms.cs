namespace Spade.Shutdown.Budget;

/// <summary>The terms a <see cref="ShutdownBudget"/> is built from, unchecked. Each is also a configuration key in the section
/// <c>Shutdown</c>, except <see cref="Service"/> and <see cref="LongestStep"/>, which follow from the work itself.</summary>
public sealed record ShutdownTerms
{
    /// <summary>The service's name in logs: <c>Shutting down API...</c> Default <c>service</c>.</summary>
    public string Service { get; init; } = "service";

    /// <summary>Kubernetes' preStop hook, whole seconds. It runs before SIGTERM and spends the same grace period. Default none.</summary>
    public TimeSpan PreStop { get; init; }

    /// <summary>How long after SIGTERM readiness answers 503 while everything else is still served. Default none.</summary>
    public TimeSpan LameDuck { get; init; }

    /// <summary>How long work in flight may still run after the lame duck; what is left then is cancelled.</summary>
    public required TimeSpan InFlight { get; init; }

    /// <summary>Time for the ledger, telemetry, heartbeats and connection pools once the work has ended.</summary>
    public required TimeSpan Close { get; init; }

    /// <summary>Reserve that no part of the stop may use: the process must have exited before it is used up.</summary>
    public required TimeSpan Margin { get; init; }

    /// <summary>Added to the sum when the grace period follows from it. Default none.</summary>
    public TimeSpan Slack { get; init; }

    /// <summary>Kubernetes' terminationGracePeriodSeconds, whole seconds. Default null: preStop + drain + slack, rounded up.</summary>
    public TimeSpan? GracePeriod { get; init; }

    /// <summary>The health checker that the lame duck has to outlast. Default 1 s x 3.</summary>
    public DirectCheck DirectCheck { get; init; } = new();

    /// <summary>The longest piece of work that cannot be interrupted (for the worker a page's time limit): the time in flight must be
    /// longer, or a stop would cut it. Default zero: no such limit.</summary>
    public TimeSpan LongestStep { get; init; }

    /// <summary>preStop + lameDuck + inFlight + close + margin: from the delete to the last moment of the process.</summary>
    public TimeSpan Sum => PreStop + LameDuck + InFlight + Close + Margin;
}
