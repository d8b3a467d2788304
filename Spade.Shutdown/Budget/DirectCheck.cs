namespace Spade.Shutdown.Budget;

/// <summary>How a health checker that asks the process directly (a load balancer's target check, HAProxy, nginx, compose) notices that
/// the process is leaving: it asks every <see cref="Interval"/> and stops sending requests after <see cref="Threshold"/> failures.
/// The lame duck must last at least that long. Otherwise the checker still sends requests when the listener closes.</summary>
public sealed record DirectCheck
{
    /// <summary>Time between two checks. Default 1 s. Configuration: <c>Shutdown:DirectCheck:Interval</c>.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Failures in a row until the checker stops sending. Default 3.
    /// Configuration: <c>Shutdown:DirectCheck:Threshold</c>.</summary>
    public int Threshold { get; init; } = 3;

    /// <summary>Interval times threshold: the time until the checker has noticed.</summary>
    public TimeSpan Notices => Interval * Threshold;
}
