namespace Spade.Tests.Infrastructure.Otlp;

/// <summary>One point of a metric as the collector received it. <c>Service</c> is the sender's service.name. For a histogram <c>Value</c>
/// is the sum, <c>Count</c> the number of measurements and <c>Bounds</c> the buckets; any other metric has its value, 1 and none.</summary>
public sealed record ReceivedPoint(
    string Service,
    string Meter,
    string Name,
    string Unit,
    double Value,
    ulong Count,
    IReadOnlyList<double> Bounds,
    IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>The sender's service.instance.id, which is unique to a process.</summary>
    public string Instance { get; init; } = "";
}
