namespace Spade.ServiceDefaults.Health;

/// <summary>Status of the service as a whole, as the health endpoints report it.</summary>
internal enum ServiceStatus
{
    /// <summary>A start-up check has not been healthy yet: 503.</summary>
    Starting,

    /// <summary>Every check is healthy: 200.</summary>
    Ready,

    /// <summary>A check fails after the service was ready. Still 200, so that clients get the service's own answers.</summary>
    Degraded,

    /// <summary>The process is stopping: 503.</summary>
    Draining,
}
