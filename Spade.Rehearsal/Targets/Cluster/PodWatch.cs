using System.Collections.Concurrent;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Spade.Rehearsal.History;

namespace Spade.Rehearsal.Targets.Cluster;

/// <summary>Watches the pods of a Deployment.</summary>
internal sealed class PodWatch(IKubernetes cluster, string space, string service, string selector, TimeProvider time)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    // By pod and by how often the kubelet has restarted its container, which is another process each time.
    private readonly ConcurrentDictionary<(string Pod, int Restarts), LifeEntry> _lives = new();

    /// <summary>The lives seen so far, oldest first.</summary>
    internal IReadOnlyList<LifeEntry> Lives => [.. _lives.Values.OrderBy(life => life.StartedAt)];

    /// <summary>Watches until cancelled. The API server ends every watch after some time, and an old one cannot be continued: then the pods
    /// are listed anew.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await WatchAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or HttpOperationException
                or KubernetesException or OperationCanceledException)
            {
                // Pods that come or go meanwhile are found by the list.
            }

            await Task.Delay(RetryAfter, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var list = await cluster.CoreV1.ListNamespacedPodAsync(space, labelSelector: selector, cancellationToken: cancellationToken);
        foreach (var pod in list.Items)
            Note(pod);
        var present = list.Items.Select(pod => pod.Metadata.Uid).ToHashSet();
        foreach (var uid in _lives.Keys.Select(key => key.Pod).Distinct().Where(uid => !present.Contains(uid)))
            Remove(uid);
        await foreach (var (kind, pod) in cluster.CoreV1.WatchListNamespacedPodAsync(
            space, labelSelector: selector, resourceVersion: list.Metadata.ResourceVersion, cancellationToken: cancellationToken))
        {
            Note(pod);
            if (kind == WatchEventType.Deleted)
                Remove(pod.Metadata.Uid);
        }
    }

    private void Note(V1Pod pod)
    {
        var (uid, restarts, now) = (pod.Metadata.Uid, PodLife.RestartsOf(pod, service), time.GetUtcNow());
        if (_lives.TryGetValue((uid, restarts - 1), out var before))
            _lives[(uid, restarts - 1)] = PodLife.Restarted(before, pod, service, now);
        if (PodLife.After(_lives.GetValueOrDefault((uid, restarts)), pod, service, now) is { } life)
            _lives[(uid, restarts)] = life;
    }

    private void Remove(string uid)
    {
        foreach (var key in _lives.Keys.Where(key => key.Pod == uid))
            _lives[key] = PodLife.Gone(_lives[key], time.GetUtcNow());
    }
}
