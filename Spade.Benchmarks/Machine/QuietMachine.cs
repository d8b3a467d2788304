namespace Spade.Benchmarks.Machine;

/// <summary>Waits until nobody else works on this machine, and tells afterwards what others took.</summary>
/// <param name="cluster">Its processes are ours.</param>
/// <param name="time">Clock.</param>
internal sealed class QuietMachine(Cluster cluster, TimeProvider time)
{
    /// <summary>A fifth of one core: more than what a desktop does by itself, less than what moves a median.</summary>
    internal const double Limit = 0.2;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Waits for a second in which the others stay below <see cref="Limit"/>.</summary>
    /// <returns>False when there was none before <paramref name="patience"/> ended.</returns>
    internal async Task<bool> WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        do
        {
            var mark = Mark();
            await Task.Delay(Look, time, cancellationToken);
            if (SinceThen(mark) <= Limit)
                return true;
        }
        while (time.GetElapsedTime(began) < patience);
        return false;
    }

    internal NoiseMark Mark() => new(time.GetTimestamp(), Others());

    /// <summary>Cores that everything else on the machine kept busy since the mark.</summary>
    internal double SinceThen(NoiseMark mark) =>
        Math.Max(0, (Others() - mark.Others) / Math.Max(0.001, time.GetElapsedTime(mark.At).TotalSeconds));

    private double Others() => ProcessTimes.OfMachine() - ProcessTimes.OfTree(Environment.ProcessId, cluster.ProcessId);

    internal readonly record struct NoiseMark(long At, double Others);
}
