namespace Spade.Benchmarks.Measuring;

/// <summary>Quantiles of measured values.</summary>
internal static class Quantiles
{
    /// <summary>The nearest-rank quantile, which is one of the values.</summary>
    internal static double Quantile(this IReadOnlyCollection<double> values, double q)
    {
        var sorted = values.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(q * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
