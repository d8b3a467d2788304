namespace Spade.Tests.Balancing;

/// <summary>How a balancer asks its members whether they are ready; one success is enough to be so.</summary>
/// <param name="Interval">From one question to the next.</param>
/// <param name="FailureThreshold">How many failures in a row make a member not ready.</param>
/// <param name="Timeout">An answer later than this is a failure.</param>
internal sealed record ProbeSettings(TimeSpan Interval, int FailureThreshold, TimeSpan Timeout)
{
    /// <summary>The slowest checker that the API's lame duck is made for: three questions, a second apart.</summary>
    public static ProbeSettings DirectCheck { get; } = new(TimeSpan.FromSeconds(1), 3, TimeSpan.FromSeconds(1));

    public static ProbeSettings Default { get; } = new(TimeSpan.FromMilliseconds(200), 2, TimeSpan.FromSeconds(1));
}
