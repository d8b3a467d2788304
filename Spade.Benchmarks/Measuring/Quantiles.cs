namespace Spade.Benchmarks.Measuring;

internal static class Quantiles
{
    /// <summary>The nearest-rank quantile: a value that did occur.</summary>
    internal static double Quantile(this IReadOnlyCollection<double> values, double q)
    {
        var sorted = values.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(q * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
