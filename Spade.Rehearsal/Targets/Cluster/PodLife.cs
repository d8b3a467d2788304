using k8s.Models;
using Spade.Rehearsal.History;

namespace Spade.Rehearsal.Targets.Cluster;

/// <summary>The life of a pod, as the API server tells it. SIGTERM and the close of the listener cannot be seen there: the ledger has
/// them.</summary>
internal static class PodLife
{
    private const string ReadyCondition = "Ready";

    /// <summary>What is known of a pod after an update of it; null before its container has started.</summary>
    /// <param name="known">What was known before.</param>
    /// <param name="pod">The update.</param>
    /// <param name="service">The Deployment.</param>
    /// <param name="now">The time.</param>
    internal static LifeEntry? After(LifeEntry? known, V1Pod pod, string service, DateTimeOffset now)
    {
        var container = Container(pod, service);
        if (known is null && container?.State?.Running?.StartedAt is null && container?.State?.Terminated?.StartedAt is null)
            return null;
        var started = container?.State?.Running?.StartedAt ?? container?.State?.Terminated?.StartedAt ?? known?.StartedAt.UtcDateTime;
        var life = known ?? new LifeEntry(pod.Metadata.Name, service, ProcessId: 0, VersionOf(pod, service), Moment(started) ?? now);
        var ready = pod.Status?.Conditions?.FirstOrDefault(condition => condition.Type == ReadyCondition);
        var isReady = ready?.Status == "True";
        var stopBegan = StopBegan(pod);
        return life with
        {
            ReadyAt = life.ReadyAt ?? (isReady ? Moment(ready?.LastTransitionTime) ?? now : null),
            NotReadyAt = life.NotReadyAt ?? (life.ReadyAt is not null && !isReady ? Moment(ready?.LastTransitionTime) ?? now : null),
            StopBeganAt = life.StopBeganAt ?? stopBegan,
            // The endpoint of a pod that is being deleted is not ready for anybody.
            LeftBalancerAt = life.LeftBalancerAt ?? (stopBegan is null ? null : now),
            EndedAt = life.EndedAt ?? Moment(container?.State?.Terminated?.FinishedAt),
            ExitCode = life.ExitCode ?? container?.State?.Terminated?.ExitCode,
            Signal = life.Signal ?? (container?.State?.Terminated?.ExitCode == 137 ? "SIGKILL" : null),
        };
    }

    /// <summary>How often its container has been restarted in place, as after a crash.</summary>
    internal static int RestartsOf(V1Pod pod, string service) => Container(pod, service)?.RestartCount ?? 0;

    /// <summary>What is known of a container's life after the kubelet has started another one in its pod.</summary>
    internal static LifeEntry Restarted(LifeEntry known, V1Pod pod, string service, DateTimeOffset now)
    {
        var end = Container(pod, service)?.LastState?.Terminated;
        return known with
        {
            EndedAt = known.EndedAt ?? Moment(end?.FinishedAt) ?? now,
            ExitCode = known.ExitCode ?? end?.ExitCode,
        };
    }

    /// <summary>What is known after the pod was deleted. Its container's end may never have been shown.</summary>
    internal static LifeEntry Gone(LifeEntry known, DateTimeOffset now) => known with { EndedAt = known.EndedAt ?? now };

    /// <summary>The deletion's time is when the grace period will be over.</summary>
    private static DateTimeOffset? StopBegan(V1Pod pod) =>
        Moment(pod.Metadata.DeletionTimestamp)?.AddSeconds(-(pod.Metadata.DeletionGracePeriodSeconds ?? 0));

    private static V1ContainerStatus? Container(V1Pod pod, string service) =>
        pod.Status?.ContainerStatuses?.FirstOrDefault(status => status.Name == service) ?? pod.Status?.ContainerStatuses?.FirstOrDefault();

    private static string? VersionOf(V1Pod pod, string service) =>
        (pod.Spec?.Containers?.FirstOrDefault(container => container.Name == service) ?? pod.Spec?.Containers?.FirstOrDefault())?.Image;

    private static DateTimeOffset? Moment(DateTime? time) =>
        time is { } known ? new DateTimeOffset(DateTime.SpecifyKind(known, DateTimeKind.Utc)) : null;
}
