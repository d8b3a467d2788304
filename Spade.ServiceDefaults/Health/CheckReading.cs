using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Spade.ServiceDefaults.Health;

/// <summary>Result of one run of a health check.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Duration">How long the run took.</param>
/// <param name="TakenAt">When the run ended: a timestamp of the <see cref="TimeProvider"/>.</param>
internal sealed record CheckReading(HealthStatus Status, TimeSpan Duration, long TakenAt);
