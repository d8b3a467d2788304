using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Lifecycle;
using Aspire.Hosting.Run.Network.Balancer;
using Aspire.Hosting.Run.Probes;

namespace Aspire.Hosting.Run.Replicas;

/// <summary>Replaces the replicas one after the other as a Deployment does with maxSurge 1 and maxUnavailable 0.</summary>
/// <remarks>
/// A new one first, and only when it is ready an old one goes; so there are never fewer ready replicas than before, nor ever more than one
/// process too many. When a new one does not become ready, or one before it is not ready any more, it goes, and what still stands stays.
/// <code>
/// old-1  ────────────┤stop
/// old-2  ──────────────────────────┤stop
/// new-1      start├ready───────────────────────
/// new-2                   start├ready──────────
/// </code>
/// </remarks>
internal sealed class RollingRestart(ReplicaSet set, RunTools tools, CommandRun run)
{
    private static readonly TimeSpan LeastReadyLimit = TimeSpan.FromSeconds(60);

    /// <summary>Time for a new replica to become ready: no less than its startup probe gives it.</summary>
    private readonly TimeSpan _readyLimit = ReplicaProbes.StartLimitOf(set.Resource) is var start && start > LeastReadyLimit ? start : LeastReadyLimit;
    private readonly StopPlan _plan = StopPlan.OfKubelet(set.Resource);
    private readonly List<Replica> _new = [];

    /// <summary>Why a resource cannot have an old and a new process at one time; null when it can.</summary>
    internal static string? Obstacle(IResource resource)
    {
        if (resource is ContainerResource)
            return "a container has one name for both";
        var shared = resource.Annotations.OfType<EndpointAnnotation>()
            .FirstOrDefault(endpoint => !Balancers.IsBalanced(resource, endpoint) || endpoint.TargetPort is not null);
        return shared is null ? null : $"endpoint '{shared.Name}' has one port for both";
    }

    /// <summary>Throws <see cref="DistributedApplicationException"/> when a new replica does not become ready or does not stay so.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        if (Obstacle(set.Resource) is { } obstacle)
            throw new DistributedApplicationException($"'{set.Resource.Name}' cannot have two processes side by side, because {obstacle}: stop it, then start it.");
        var old = set.Replicas;
        for (var i = 0; i < old.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await ReplaceAsync(old[i], string.Create(CultureInfo.InvariantCulture, $"{i + 1} of {old.Count}"), cancellationToken);
        }

        // The last old one took its time to stop.
        await WaitAsync(() => true, surge: null, cancellationToken);
    }

    private async Task ReplaceAsync(Replica old, string place, CancellationToken cancellationToken)
    {
        var began = tools.Clock.GetTimestamp();
        var ready = set.Readiness.Ready;
        var surge = set.Add();
        try
        {
            await surge.StartAsync(cancellationToken);
            _new.Add(surge);
            await WaitAsync(() => ReadyWithout(old) >= ready, surge, cancellationToken);
        }
        catch
        {
            await surge.StopAsync(_plan);
            set.Remove(surge);
            throw;
        }

        run.Say(string.Create(CultureInfo.InvariantCulture, $"new replica {surge.Id} ready after {tools.Clock.GetElapsedTime(began).TotalSeconds:0.0} s ({place})"));
        began = tools.Clock.GetTimestamp();
        await old.StopAsync(_plan);
        set.Remove(old);
        run.Say(string.Create(CultureInfo.InvariantCulture, $"old replica {old.Id} stopped after {tools.Clock.GetElapsedTime(began).TotalSeconds:0.0} s ({place})"));
    }

    /// <summary>Waits until every new replica is ready and something else holds besides; a busy one that misses a probe is waited for, as a
    /// Deployment would. One that has ended is not.</summary>
    private async Task WaitAsync(Func<bool> holds, Replica? surge, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_readyLimit, tools.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await foreach (var change in tools.Notifications.WatchAsync(either.Token))
            {
                if (change.Resource != set.Resource)
                    continue;
                if (_new.Find(replica => HasEnded(replica.Snapshot)) is { } ended)
                    throw NotReady(ended, ended == surge ? "ended before it was ready" : "is not ready any more");
                if (_new.TrueForAll(replica => replica.IsReady) && holds())
                    return;
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Late(surge);
        }
    }

    private DistributedApplicationException Late(Replica? surge)
    {
        var seconds = string.Create(CultureInfo.InvariantCulture, $"{_readyLimit.TotalSeconds:0} s");
        return _new.Find(replica => !replica.IsReady) is { } late
            ? NotReady(late, late == surge ? $"was not ready within {seconds}" : $"is not ready any more, for {seconds}")
            : new($"with the new replica ready, fewer of the others were ready than before, for {seconds}: they stay as they are.");
    }

    private int ReadyWithout(Replica old) => set.Replicas.Count(replica => replica != old && replica.IsReady);

    private static bool HasEnded(CustomResourceSnapshot snapshot) => KnownResourceStates.TerminalStates.Contains(snapshot.State!.Text);

    private static DistributedApplicationException NotReady(Replica surge, string what) =>
        new($"new replica {surge.Id} {what} ({surge.Wrong}); the others stay as they are.");
}
