using System.Globalization;

namespace Spade.Benchmarks.Report;

/// <summary>Formats figures.</summary>
internal static class Numbers
{
    /// <summary>At least three significant digits, no more decimals than that needs.</summary>
    internal static string Text(double value) => value switch
    {
        >= 1000 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };
}
