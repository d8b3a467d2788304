using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>What is wanted of a <see cref="StatefulSet"/>.</summary>
public sealed class StatefulSetSpecV1
{
    /// <summary>Number of pods.</summary>
    [YamlMember(Alias = "replicas")]
    public int? Replicas { get; set; }

    /// <summary>Headless service that gives the pods their names.</summary>
    [YamlMember(Alias = "serviceName")]
    public string ServiceName { get; set; } = null!;

    /// <summary><c>OrderedReady</c> (default) or <c>Parallel</c>.</summary>
    [YamlMember(Alias = "podManagementPolicy")]
    public string? PodManagementPolicy { get; set; }

    /// <summary>Seconds that a new pod must have been ready before the rollout goes on.</summary>
    [YamlMember(Alias = "minReadySeconds")]
    public int? MinReadySeconds { get; set; }

    /// <summary>Old versions kept for going back.</summary>
    [YamlMember(Alias = "revisionHistoryLimit")]
    public int? RevisionHistoryLimit { get; set; }

    /// <summary>How pods are replaced.</summary>
    [YamlMember(Alias = "updateStrategy")]
    public StatefulSetUpdateStrategyV1? UpdateStrategy { get; set; }

    /// <summary>What becomes of the storage.</summary>
    [YamlMember(Alias = "persistentVolumeClaimRetentionPolicy")]
    public StatefulSetPersistentVolumeClaimRetentionPolicyV1? PersistentVolumeClaimRetentionPolicy { get; set; }

    /// <summary>Which pods are its own. Cannot be changed once it is applied.</summary>
    [YamlMember(Alias = "selector")]
    public LabelSelectorV1 Selector { get; set; } = new();

    /// <summary>What the pods are.</summary>
    [YamlMember(Alias = "template")]
    public PodTemplateSpecV1 Template { get; set; } = new();

    /// <summary>Storage that each pod gets. Cannot be changed once it is applied.</summary>
    [YamlMember(Alias = "volumeClaimTemplates")]
    public List<PersistentVolumeClaim> VolumeClaimTemplates { get; } = [];
}
