namespace Spade.Benchmarks.Machine;

/// <summary>Waits until other processes on this machine are idle, and measures how busy they are.</summary>
/// <param name="cluster">The PostgreSQL server; its processes do not count as others.</param>
/// <param name="time">The clock.</param>
internal sealed class QuietMachine(Cluster cluster, TimeProvider time)
{
    /// <summary>In cores: more than an idle desktop uses, less than what changes a median.</summary>
    internal const double Limit = 0.2;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    /// <summary>Waits for a second in which others use at most <see cref="Limit"/>.</summary>
    /// <returns>False when there was none within <paramref name="patience"/>.</returns>
    internal async Task<bool> WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        do
        {
            var mark = Mark();
            await Task.Delay(Window, time, cancellationToken);
            if (SinceThen(mark) <= Limit)
                return true;
        }
        while (time.GetElapsedTime(began) < patience);
        return false;
    }

    internal NoiseMark Mark() => new(time.GetTimestamp(), Others());

    /// <summary>Cores that other processes have used on average since the mark.</summary>
    internal double SinceThen(NoiseMark mark) =>
        Math.Max(0, (Others() - mark.Others) / Math.Max(0.001, time.GetElapsedTime(mark.At).TotalSeconds));

    private double Others() => ProcessTimes.OfMachine() - ProcessTimes.OfTree(Environment.ProcessId, cluster.ProcessId);

    internal readonly record struct NoiseMark(long At, double Others);
}
