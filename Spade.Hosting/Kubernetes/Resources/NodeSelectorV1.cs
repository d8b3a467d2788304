using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>Finds nodes: one of the terms must fit.</summary>
public sealed class NodeSelectorV1
{
    /// <summary>The terms.</summary>
    [YamlMember(Alias = "nodeSelectorTerms")]
    public List<NodeSelectorTermV1> NodeSelectorTerms { get; } = [];
}
