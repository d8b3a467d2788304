using System.Collections.Immutable;
using Aspire.Hosting.Run.Replicas;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>All that can be told about a resource at one moment.</summary>
public sealed record CustomResourceSnapshot
{
    /// <summary>Kind of resource, for people: <c>Project</c>, <c>Executable</c>, a type's name.</summary>
    public required string ResourceType { get; init; }

    /// <summary>State; null before the first.</summary>
    public ResourceStateSnapshot? State { get; init; }

    /// <summary>How its process ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary>When it started.</summary>
    public DateTime? StartTimeStamp { get; init; }

    /// <summary>When it stopped.</summary>
    public DateTime? StopTimeStamp { get; init; }

    /// <summary>What its health checks said.</summary>
    public ImmutableArray<HealthReportSnapshot> HealthReports { get; init; } = [];

    /// <summary>The event that told it was ready; null before it was.</summary>
    public EventSnapshot? ResourceReadyEvent { get; init; }

    /// <summary>Its process, for a replica that has one.</summary>
    internal int? ProcessId { get; init; }

    /// <summary>When each step of its last stop happened, for a replica that was stopped.</summary>
    internal StopTimeline? Stop { get; init; }

    /// <summary>The worst of its health checks while it runs (healthy without checks, unhealthy before a check's first verdict); null while it does not.</summary>
    public HealthStatus? HealthStatus => State?.Text != KnownResourceStates.Running
        ? null
        : HealthReports.Select(report => report.Status ?? Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Unhealthy)
            .DefaultIfEmpty(Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy).Min();
}
