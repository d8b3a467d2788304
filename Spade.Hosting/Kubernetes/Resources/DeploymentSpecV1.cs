using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>What is wanted of a <see cref="Deployment"/>.</summary>
public sealed class DeploymentSpecV1
{
    /// <summary>Number of pods; null leaves it to whoever scales. Default 1.</summary>
    [YamlMember(Alias = "replicas")]
    public int? Replicas { get; set; } = 1;

    /// <summary>Seconds that a new pod must have been ready before the rollout goes on.</summary>
    [YamlMember(Alias = "minReadySeconds")]
    public int? MinReadySeconds { get; set; }

    /// <summary>Seconds without progress after which a rollout counts as failed.</summary>
    [YamlMember(Alias = "progressDeadlineSeconds")]
    public int? ProgressDeadlineSeconds { get; set; }

    /// <summary>Old versions kept for going back. Default 3.</summary>
    [YamlMember(Alias = "revisionHistoryLimit")]
    public int? RevisionHistoryLimit { get; set; } = 3;

    /// <summary>True holds rollouts.</summary>
    [YamlMember(Alias = "paused")]
    public bool? Paused { get; set; }

    /// <summary>How pods are replaced.</summary>
    [YamlMember(Alias = "strategy")]
    public DeploymentStrategyV1 Strategy { get; set; } = new();

    /// <summary>Which pods are its own. Cannot be changed once it is applied.</summary>
    [YamlMember(Alias = "selector")]
    public LabelSelectorV1 Selector { get; set; } = new();

    /// <summary>What the pods are.</summary>
    [YamlMember(Alias = "template")]
    public PodTemplateSpecV1 Template { get; set; } = new();
}
