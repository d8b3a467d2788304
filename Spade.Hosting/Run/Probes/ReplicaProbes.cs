#pragma warning disable ASPIREPROBES001 // Run mode carries out what whoever sets a probe has opted in to.
using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Run.Probes;

/// <summary>The probes of one replica: startup gates the other two, readiness says whether it gets connections, liveness whether it lives on.</summary>
/// <remarks>Until a replica is ready for the first time it is asked at once and often, whatever the probes' delays say: a person waits.</remarks>
internal sealed class ReplicaProbes(
    IResource resource, IReadOnlyDictionary<EndpointAnnotation, int> ports, IEnumerable<int> balancedPorts, IHttpClientFactory clients, TimeProvider clock)
{
    private readonly EndpointProbeAnnotation? _startup = Find(resource, ProbeType.Startup);
    private readonly EndpointProbeAnnotation? _readiness = Find(resource, ProbeType.Readiness);
    private readonly EndpointProbeAnnotation? _liveness = Find(resource, ProbeType.Liveness);

    /// <summary>Keys of the health checks that were added with probes: here they are answered by the replicas' own probes.</summary>
    internal static IReadOnlyList<string> KeysOf(IResource resource) =>
        [.. resource.Annotations.OfType<EndpointProbeAnnotation>().Select(probe => Health.HttpEndpointHealthCheck.KeyOf(resource, probe.EndpointReference, probe.Path, 200))];

    /// <summary>Time that the startup probe gives a replica; zero without one.</summary>
    internal static TimeSpan StartLimitOf(IResource resource) => Find(resource, ProbeType.Startup) is { } startup ? LimitOf(ProbePace.Of(startup)) : TimeSpan.Zero;

    /// <summary>Goes on until cancelled; throws when a question cannot even be asked.</summary>
    /// <param name="readiness">Told each time readiness changes: null for ready, otherwise why not.</param>
    /// <param name="lost">Told once, and why, when the replica is to be started anew.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task RunAsync(Action<string?> readiness, Action<string> lost, CancellationToken cancellationToken)
    {
        if (_startup is not null && !await StartsAsync(_startup, readiness, lost, cancellationToken))
            return;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(
            EndTogetherAsync(WatchReadinessAsync(readiness, either.Token), either),
            EndTogetherAsync(WatchLivenessAsync(lost, either.Token), either));
    }

    /// <summary>When one cannot go on, the other does not hide it.</summary>
    private static async Task EndTogetherAsync(Task watching, CancellationTokenSource other)
    {
        try
        {
            await watching;
        }
        catch
        {
            await other.CancelAsync();
            throw;
        }
    }

    private async Task<bool> StartsAsync(
        EndpointProbeAnnotation startup, Action<string?> readiness, Action<string> lost, CancellationToken cancellationToken)
    {
        var pace = ProbePace.Of(startup);
        var limit = LimitOf(pace);
        try
        {
            await new ProbeLoop(ProbeOf(startup), pace, clock).UntilGoodAsync(limit, readiness, cancellationToken);
            return true;
        }
        catch (TimeoutException exception)
        {
            lost(string.Create(CultureInfo.InvariantCulture, $"has not started within {limit.TotalSeconds:0.#} s: {exception.Message}"));
            return false;
        }
    }

    private static TimeSpan LimitOf(ProbePace startup) => startup.Delay + (startup.Period * startup.FailureThreshold);

    private async Task WatchReadinessAsync(Action<string?> changed, CancellationToken cancellationToken)
    {
        if (_readiness is null)
        {
            foreach (var port in balancedPorts)
                await new ProbeLoop(new PortProbe(port), new(default, default, 1, 1), clock).UntilGoodAsync(TimeSpan.MaxValue, changed, cancellationToken);
            changed(null);
            return;
        }

        var loop = new ProbeLoop(ProbeOf(_readiness), ProbePace.Of(_readiness), clock);
        await loop.UntilGoodAsync(TimeSpan.MaxValue, changed, cancellationToken);
        changed(null);
        await loop.WatchAsync(changed, cancellationToken);
    }

    private async Task WatchLivenessAsync(Action<string> lost, CancellationToken cancellationToken)
    {
        if (_liveness is null)
            return;
        var pace = ProbePace.Of(_liveness);
        await Task.Delay(pace.Delay, clock, cancellationToken);
        var isLost = false;
        await new ProbeLoop(ProbeOf(_liveness), pace, clock).WatchAsync(Changed, cancellationToken);

        void Changed(string? wrong)
        {
            if (wrong is null || isLost)
                return;
            isLost = true;
            lost(string.Create(CultureInfo.InvariantCulture, $"is not alive, {pace.FailureThreshold} times in a row: {wrong}"));
        }
    }

    private HttpProbe ProbeOf(EndpointProbeAnnotation probe)
    {
        var endpoint = probe.EndpointReference;
        var address = string.Create(CultureInfo.InvariantCulture, $"{endpoint.Scheme}://{endpoint.Host}:{ports[endpoint.EndpointAnnotation]}");
        return new(clients, new Uri(new Uri(address), probe.Path), TimeSpan.FromSeconds(probe.TimeoutSeconds), clock);
    }

    private static EndpointProbeAnnotation? Find(IResource resource, ProbeType type) =>
        resource.Annotations.OfType<EndpointProbeAnnotation>().LastOrDefault(probe => probe.Type == type);
}
