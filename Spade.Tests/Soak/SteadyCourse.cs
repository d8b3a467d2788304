using Spade.Tests.Services;

namespace Spade.Tests.Soak;

/// <summary>Evaluates samples of a steady load: the first third is the warm-up, and the middle third is compared with the end.</summary>
internal sealed class SteadyCourse(IReadOnlyList<QueueSample> samples)
{
    /// <summary>Sizes vary by chance with the number of dead rows before each autovacuum, and a file keeps its largest size. What grows
    /// steadily is 1.5 to 2 times as large at the end of the run as in the middle.</summary>
    private const double Swing = 1.3;

    /// <summary>Bytes of growth to ignore: a few more pages double a small index.</summary>
    private const long FewPages = 64 * 8192;

    /// <summary>Share of the middle's throughput that the last third must reach.</summary>
    private const double LeastRate = 0.8;

    /// <summary>How much more load, in seconds of it, may wait at the end than in the middle.</summary>
    private static readonly TimeSpan Backlog = TimeSpan.FromSeconds(2);

    private readonly List<QueueSample> _middle = [.. samples.Take((samples.Count / 3)..(samples.Count * 2 / 3))];
    private readonly List<QueueSample> _last = [.. samples.Skip(samples.Count * 2 / 3)];
    private readonly List<QueueSample> _end = [.. samples.TakeLast(Math.Max(1, samples.Count / 10))];

    /// <summary>Jobs per second over the whole run.</summary>
    public double Rate => samples[^1].Done / samples[^1].At.TotalSeconds;

    /// <summary>The medians in the middle and at the end.</summary>
    public (double Middle, double End) Of(Func<QueueSample, double> figure) => (Median(_middle, figure), Median(_end, figure));

    public double Most(Func<QueueSample, double> figure) => samples.Max(figure);

    /// <summary>A sentence for each size that has grown.</summary>
    public IEnumerable<string> Growth()
    {
        foreach (var (what, size) in Sizes())
        {
            var (middle, end) = Of(size);
            if (end > middle * Swing + FewPages)
                yield return $"{what} has grown from {middle:F0} to {end:F0} bytes.";
        }
    }

    /// <summary>A sentence for each rate that has become slower.</summary>
    public IEnumerable<string> Slowness()
    {
        var (waited, waiting) = (Median(_middle, sample => sample.Waiting), Median(_last, sample => sample.Waiting));
        if (waiting > waited + Rate * Backlog.TotalSeconds)
            yield return $"The backlog has grown from {waited:F0} to {waiting:F0} jobs.";
        var (before, after) = (RateOf(_middle), RateOf(_last));
        if (after < before * LeastRate)
            yield return $"Throughput has fallen from {before:F0} to {after:F0} jobs/s.";
    }

    private IEnumerable<(string What, Func<QueueSample, double> Size)> Sizes()
    {
        yield return ("The table", sample => sample.Total);
        foreach (var index in samples[0].Indexes.Keys)
            yield return ($"The index {index}", sample => sample.Indexes[index]);
    }

    private static double RateOf(List<QueueSample> part) => (part[^1].Done - part[0].Done) / (part[^1].At - part[0].At).TotalSeconds;

    private static double Median(List<QueueSample> part, Func<QueueSample, double> figure)
    {
        var values = part.Select(figure).Order().ToList();
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }
}
