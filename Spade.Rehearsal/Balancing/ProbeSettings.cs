namespace Spade.Rehearsal.Balancing;

/// <summary>How a balancer probes its members' readiness. One success makes a member ready.</summary>
/// <param name="Interval">Time between probes.</param>
/// <param name="FailureThreshold">How many failures in a row make a member unready.</param>
/// <param name="Timeout">A response later than this is a failure.</param>
internal sealed record ProbeSettings(TimeSpan Interval, int FailureThreshold, TimeSpan Timeout)
{
    /// <summary>The slowest checker that the API's lame duck allows for: three probes, a second apart.</summary>
    public static ProbeSettings DirectCheck { get; } = new(TimeSpan.FromSeconds(1), 3, TimeSpan.FromSeconds(1));

    public static ProbeSettings Default { get; } = new(TimeSpan.FromMilliseconds(200), 2, TimeSpan.FromSeconds(1));
}
