using Aspire.Hosting.Publishing.Reading;
using Aspire.Hosting.Publishing.Values;
using Aspire.Hosting.Publishing.Yaml;

namespace Aspire.Hosting.Publishing.Templates;

/// <summary>Makes values of a service's autoscaler, which is off unless it is asked for.</summary>
internal sealed class AutoscalerTemplate(PublishedModel model, PublishedService service, Hoist hoist)
{
    private string Path => $"{service.Key}.autoscaling";

    internal string IsOn => $".Values.{Path}.enabled";

    internal void AddValues(Mapping autoscaler)
    {
        hoist.Values.Section(Path, "Changes the number of pods by their CPU load. Needs the cluster's metrics server.");
        hoist.Values.Add($"{Path}.enabled", Scalar.Of(false), "True: replicas is ignored.", ValueSchema.Boolean);
        var spec = autoscaler.At("spec");
        hoist.Field(spec, "minReplicas", $"{Path}.minReplicas", "Least number of pods.", ValueSchema.Integer(1));
        hoist.Field(
            spec, "maxReplicas", $"{Path}.maxReplicas", "Greatest number of pods; each has a pool of database connections.", ValueSchema.Integer(1));
        hoist.Field(
            spec?.At("metrics", "0", "resource", "target"), "averageUtilization", $"{Path}.targetCPUUtilizationPercentage",
            "Load to aim at, in percent of the CPU that a pod requests.", ValueSchema.Integer(1));
        if (spec?["minReplicas"] is Expression && spec["maxReplicas"] is Expression)
            spec.Set("maxReplicas", new Expression($"include \"{model.Names.Chart}.maxReplicas\" (dict \"values\" .Values.{Path} \"path\" \"{Path}\")"));
    }

    /// <summary>The number of pods that there are. An upgrade that took the number out would make Kubernetes fill in its default, one pod, until
    /// the autoscaler looks again.</summary>
    internal Block LiveReplicas() => new(
        $"if {IsOn}",
        new Block(
            $"with dig \"spec\" \"replicas\" 0 (lookup \"apps/v1\" \"Deployment\" .Release.Namespace \"{service.Name}\")",
            new Entry(
                "replicas", new Expression(". | int64"),
                "As many as there are: without a number Kubernetes would take 1, and stop the others until the autoscaler looks again.")));

    internal IEnumerable<Item> Document(Mapping autoscaler, bool hasBudget)
    {
        if (hasBudget)
            FollowDrain(autoscaler);
        return [new Block($"if {IsOn}", [.. autoscaler.Items])];
    }

    /// <summary>A pod that stops goes on working for its grace period and still holds its connections. One at a time, and no next one before
    /// it is gone, keeps the number that really runs near the one that is wanted.</summary>
    private void FollowDrain(Mapping autoscaler)
    {
        if (autoscaler.At("spec", "behavior", "scaleDown") is not { } scaleDown || scaleDown.At("policies", "0") is not { } policy)
            return;
        scaleDown.Explain(
            "policies",
            "One pod at a time, and the next when this one has had its whole grace period: a stopping pod still works\n"
            + "and holds its database connections, though nobody counts it any more.");
        policy.Set(
            "periodSeconds",
            new Expression($"max 60 ((include \"{model.Names.Chart}.{service.Key}.shutdown\" . | fromYaml).Shutdown__GracePeriod | int) | min 1800"));
    }
}
