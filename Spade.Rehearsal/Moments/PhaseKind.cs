namespace Spade.Rehearsal.Moments;

/// <summary>What a process is doing, as far as it can be seen from outside.</summary>
internal enum PhaseKind
{
    /// <summary>It has started and was not ready yet.</summary>
    Starting,

    /// <summary>It is ready, and the balancer sends it connections.</summary>
    Serving,

    /// <summary>The balancer sends it no new connections any more; it was not told to stop yet.</summary>
    LeftBalancer,

    /// <summary>Its stop has begun, with the preStop hook, and SIGTERM has not been sent.</summary>
    PreStop,

    /// <summary>SIGTERM has come, and its listener is still open on purpose.</summary>
    LameDuck,

    /// <summary>It finishes what is in flight.</summary>
    Draining,

    /// <summary>Its listener is closed, and it finishes what is in flight.</summary>
    Closed,
}
