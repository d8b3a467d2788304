using System.Collections.Immutable;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Probes;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Run.Replicas;

/// <summary>How many replicas of a resource are ready, told as its health.</summary>
internal sealed class ReplicaReadiness(IResource resource, int wanted)
{
    private volatile TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ImmutableArray<HealthReportSnapshot> _reports = [];

    /// <summary>Keys of the reports: those of the probes, or one of our own without any.</summary>
    internal IReadOnlyList<string> Keys { get; } = ReplicaProbes.KeysOf(resource) is { Count: > 0 } probes ? probes : [$"{resource.Name}_replicas"];

    internal IReadOnlyList<HealthReportSnapshot> Reports => _reports;

    /// <summary>Ends with the next change. Take it before the reports.</summary>
    internal Task Changed => _change.Task;

    /// <summary>Tells how the replicas are now.</summary>
    internal void Set(IReadOnlyList<Replica> replicas)
    {
        var ready = replicas.Count(replica => replica.IsReady);
        var status = ready >= wanted ? HealthStatus.Healthy : HealthStatus.Unhealthy;
        var description = status == HealthStatus.Healthy ? null : Describe(ready, replicas);
        ImmutableArray<HealthReportSnapshot> reports = [.. Keys.Select(key => new HealthReportSnapshot(key, status, description, null))];
        if (reports.SequenceEqual(_reports))
            return;
        _reports = reports;
        Interlocked.Exchange(ref _change, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    private string Describe(int ready, IReadOnlyList<Replica> replicas)
    {
        var wrong = replicas.Where(replica => !replica.IsReady).Select(replica => $" {replica.Id}: {replica.Wrong}.");
        return string.Create(CultureInfo.InvariantCulture, $"{ready} of {wanted} replicas ready.{string.Concat(wrong)}");
    }
}
