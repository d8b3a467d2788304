using Spade.Hosting;

namespace Spade.Tests.Hosting;

/// <summary>Stops short enough for tests.</summary>
internal static class TestStops
{
    /// <summary>A stop of which the drain takes all that preStop leaves.</summary>
    internal static GracefulShutdownAnnotation Of(TimeSpan preStop, TimeSpan gracePeriod) => new()
    {
        PreStop = preStop,
        LameDuck = TimeSpan.Zero,
        InFlight = gracePeriod - preStop,
        Close = TimeSpan.Zero,
        Margin = TimeSpan.Zero,
        GracePeriod = gracePeriod,
    };
}
