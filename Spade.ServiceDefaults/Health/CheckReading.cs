using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Spade.ServiceDefaults.Health;

/// <summary>What one run of a check said.</summary>
/// <param name="Status">The verdict.</param>
/// <param name="Duration">How long the run took.</param>
/// <param name="TakenAt">Timestamp of its end, on the <see cref="TimeProvider"/>'s clock.</param>
internal sealed record CheckReading(HealthStatus Status, TimeSpan Duration, long TakenAt);
