using Microsoft.Extensions.Diagnostics.HealthChecks;
using Spade.Jobs.Schema;

namespace Spade.Documents.Schema;

/// <summary>Healthy once the schema is known to be in place.</summary>
internal sealed class MigrationsHealthCheck(SchemaGate gate) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(gate.IsOpen ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("Migrations are not applied yet."));
}
