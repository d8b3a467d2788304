using System.Diagnostics;

namespace Spade.Benchmarks.Queue;

/// <summary>CLOCK_MONOTONIC in milliseconds. It is the same clock in all processes on this machine, including the peers'.</summary>
internal static class MonotonicClock
{
    internal static double Now => Stopwatch.GetElapsedTime(0).TotalMilliseconds;

    /// <summary>Waits until a time. Returns at once when it has passed.</summary>
    internal static Task UntilAsync(double moment) =>
        moment - Now is var left and > 0 ? Task.Delay(TimeSpan.FromMilliseconds(left)) : Task.CompletedTask;
}
