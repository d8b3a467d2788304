namespace Spade.Rehearsal.Reports.Figures;

/// <summary>Percentiles of latencies, by nearest rank.</summary>
internal sealed class Latencies(IEnumerable<TimeSpan> latencies)
{
    private readonly TimeSpan[] _sorted = [.. latencies.Order()];

    public int Count => _sorted.Length;

    public TimeSpan? P50 => At(0.5);

    public TimeSpan? P99 => At(0.99);

    public TimeSpan? Max => At(1);

    private TimeSpan? At(double share) =>
        _sorted.Length == 0 ? null : _sorted[Math.Max(0, (int)Math.Ceiling(share * _sorted.Length) - 1)];
}
