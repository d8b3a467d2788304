using System.Globalization;
using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Spade.Rehearsal.History;

namespace Spade.Rehearsal.Targets.Cluster;

/// <summary>A Deployment that is rolled. Nothing but its restart annotation is written.</summary>
internal sealed class Rollout(IKubernetes cluster, string space, RolloutName name, TimeProvider time)
{
    // What `kubectl rollout restart` sets.
    private const string RestartAnnotation = "kubectl.kubernetes.io/restartedAt";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);

    // A Deployment's own progressDeadlineSeconds is 600 s by default.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    internal string Deployment => name.Deployment;

    /// <exception cref="TargetException">It is not there, or may not be read.</exception>
    internal Task<V1Deployment> ReadAsync(CancellationToken cancellationToken) => ClusterAnswer.OfAsync(
        $"--rollout {name}", space, "Check its name, the context's namespace, and that you may get and patch it.",
        () => cluster.AppsV1.ReadNamespacedDeploymentAsync(name.Deployment, space, cancellationToken: cancellationToken));

    /// <summary>The budget that its variables state; null when they state none.</summary>
    /// <exception cref="TargetException">A ConfigMap of it is not there, or may not be read.</exception>
    internal Task<ServiceBudget?> ReadBudgetAsync(V1Deployment deployment, CancellationToken cancellationToken) => ClusterAnswer.OfAsync(
        $"--rollout {name}, a ConfigMap of its variables", space, "Check that it is there and that you may get it.",
        () => ClusterBudget.OfAsync(cluster, space, deployment, cancellationToken));

    /// <summary>Restarts its pods and returns when all new ones are available and all old ones are gone.</summary>
    internal async Task RestartAsync(CancellationToken cancellationToken)
    {
        var restarted = time.GetUtcNow().ToString("o", CultureInfo.InvariantCulture);
        var annotations = new Dictionary<string, string> { [RestartAnnotation] = restarted };
        var patch = new { spec = new { template = new { metadata = new { annotations } } } };
        try
        {
            await cluster.AppsV1.PatchNamespacedDeploymentAsync(
                new V1Patch(JsonSerializer.Serialize(patch), V1Patch.PatchType.StrategicMergePatch), name.Deployment, space,
                cancellationToken: cancellationToken);
        }
        catch (HttpOperationException exception)
        {
            throw new TargetException($"{name}: the cluster answers {ClusterAnswer.Status(exception)} to the restart.", exception);
        }

        await UntilRolledAsync(cancellationToken);
    }

    private async Task UntilRolledAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var deployment = await ReadAsync(cancellationToken);
            if (IsRolled(deployment) && await CountPodsAsync(deployment, cancellationToken) <= (deployment.Spec.Replicas ?? 1))
                return;
            if (deployment.Status?.Conditions?.FirstOrDefault(condition => condition.Reason == "ProgressDeadlineExceeded") is { } stuck)
                throw new TargetException($"{name} does not roll: {stuck.Message}");
            if (time.GetElapsedTime(began) > Limit)
                throw new TargetException($"{name} has not rolled within {Limit.TotalMinutes:0} minutes.");
            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    private static bool IsRolled(V1Deployment deployment)
    {
        var (status, wanted) = (deployment.Status, deployment.Spec.Replicas ?? 1);
        return status is not null && status.ObservedGeneration >= deployment.Metadata.Generation
            && status.UpdatedReplicas == wanted && status.Replicas == wanted && status.AvailableReplicas == wanted;
    }

    /// <summary>How many pods it has. Its status does not count those that are still ending.</summary>
    /// <exception cref="TargetException">They may not be listed.</exception>
    internal async Task<int> CountPodsAsync(V1Deployment deployment, CancellationToken cancellationToken) =>
        (await ClusterAnswer.OfAsync(
            $"--rollout {name}, its pods", space, "Check that you may list and watch pods.",
            () => cluster.CoreV1.ListNamespacedPodAsync(space, labelSelector: SelectorOf(deployment),
                cancellationToken: cancellationToken))).Items.Count;

    internal static string SelectorOf(V1Deployment deployment) =>
        string.Join(',', deployment.Spec.Selector.MatchLabels.Select(label => $"{label.Key}={label.Value}"));
}
