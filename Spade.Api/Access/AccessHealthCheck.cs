using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Spade.Api.Access;

/// <summary>Healthy once it is known whether callers need credentials: only then is a request answered.</summary>
internal sealed class AccessHealthCheck(AccessMode mode) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(mode.IsKnown
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("It is not known yet whether there are keys."));
}
