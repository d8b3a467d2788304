using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What one health check said.</summary>
/// <param name="Name">Key of the check.</param>
/// <param name="Status">Its verdict; null before the first.</param>
/// <param name="Description">Its words.</param>
/// <param name="ExceptionText">What it stumbled over.</param>
public sealed record HealthReportSnapshot(string Name, HealthStatus? Status, string? Description, string? ExceptionText);
