namespace Spade.ServiceDefaults.Health;

/// <summary>What the health endpoints say of the service as a whole.</summary>
internal enum ServiceStatus
{
    /// <summary>A start-up check has not been healthy yet: 503.</summary>
    Starting,

    /// <summary>All is well: 200.</summary>
    Ready,

    /// <summary>It was ready and a check fails now: still 200, so that clients get the service's own answers.</summary>
    Degraded,

    /// <summary>The process is stopping: 503.</summary>
    Draining,
}
