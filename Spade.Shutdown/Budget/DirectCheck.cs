namespace Spade.Shutdown.Budget;

/// <summary>How a health checker that asks the process itself (a load balancer's target check, HAProxy, nginx, compose) finds out
/// that the process is leaving: it asks every <see cref="Interval"/> and believes the answer after <see cref="Threshold"/> refusals.
/// The lame duck must last at least as long, or such a checker still sends requests when the listener closes.</summary>
public sealed record DirectCheck
{
    /// <summary>Time between two questions. Default 1 s. Configuration: <c>Shutdown:DirectCheck:Interval</c>.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Refusals in a row until the checker stops sending. Default 3. Configuration: <c>Shutdown:DirectCheck:Threshold</c>.</summary>
    public int Threshold { get; init; } = 3;

    /// <summary>Interval times threshold: the time until the checker has noticed.</summary>
    public TimeSpan Notices => Interval * Threshold;
}
