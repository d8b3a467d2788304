using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>The nodes that a pod wants to be on.</summary>
public sealed class NodeAffinityV1
{
    /// <summary>Must.</summary>
    [YamlMember(Alias = "requiredDuringSchedulingIgnoredDuringExecution")]
    public NodeSelectorV1? RequiredDuringSchedulingIgnoredDuringExecution { get; set; }

    /// <summary>Would rather.</summary>
    [YamlMember(Alias = "preferredDuringSchedulingIgnoredDuringExecution")]
    public List<PreferredSchedulingTermV1> PreferredDuringSchedulingIgnoredDuringExecution { get; } = [];
}
