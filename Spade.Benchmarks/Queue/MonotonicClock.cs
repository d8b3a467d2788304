using System.Diagnostics;

namespace Spade.Benchmarks.Queue;

/// <summary>CLOCK_MONOTONIC in milliseconds: the same clock in every process of this machine, the peers' included.</summary>
internal static class MonotonicClock
{
    internal static double Now => Stopwatch.GetElapsedTime(0).TotalMilliseconds;

    /// <summary>Waits until a moment; not at all when it is over.</summary>
    internal static Task UntilAsync(double moment) =>
        moment - Now is var left and > 0 ? Task.Delay(TimeSpan.FromMilliseconds(left)) : Task.CompletedTask;
}
