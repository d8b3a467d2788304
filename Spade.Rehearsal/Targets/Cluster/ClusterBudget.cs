using System.Globalization;
using k8s;
using k8s.Models;
using Spade.Rehearsal.History;

namespace Spade.Rehearsal.Targets.Cluster;

/// <summary>Reads a Deployment's shutdown budget: the variables that Spade's chart gives its services, and the grace period.</summary>
internal static class ClusterBudget
{
    private const string Prefix = "Shutdown__";

    /// <summary>Null for a service without these variables.</summary>
    internal static async Task<ServiceBudget?> OfAsync(
        IKubernetes cluster, string space, V1Deployment deployment, CancellationToken cancellationToken)
    {
        var pod = deployment.Spec.Template.Spec;
        var values = new Dictionary<string, string>();
        foreach (var container in pod.Containers)
        {
            foreach (var source in (container.EnvFrom ?? []).Where(source => source.ConfigMapRef is not null))
            {
                var name = source.ConfigMapRef.Name;
                var map = await cluster.CoreV1.ReadNamespacedConfigMapAsync(name, space, cancellationToken: cancellationToken);
                Add(values, map.Data ?? new Dictionary<string, string>());
            }

            var variables = (container.Env ?? []).Where(variable => variable.Value is not null);
            Add(values, variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value)));
        }

        if (Seconds(values, "LameDuck") is not { } lameDuck || Seconds(values, "InFlight") is not { } inFlight)
            return null;
        var aborted = lameDuck + inFlight;
        var drain = aborted + (Seconds(values, "Close") ?? 0) + (Seconds(values, "Margin") ?? 0);
        return new ServiceBudget(Seconds(values, "PreStop") ?? 0, lameDuck, aborted, drain, pod.TerminationGracePeriodSeconds ?? 30);
    }

    private static void Add(Dictionary<string, string> values, IEnumerable<KeyValuePair<string, string>> more)
    {
        foreach (var (name, value) in more.Where(pair => pair.Key.StartsWith(Prefix, StringComparison.Ordinal)))
            values[name[Prefix.Length..]] = value;
    }

    private static double? Seconds(Dictionary<string, string> values, string term) =>
        double.TryParse(values.GetValueOrDefault(term), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
}
