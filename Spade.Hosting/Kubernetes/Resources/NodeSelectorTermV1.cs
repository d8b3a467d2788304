using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>Finds nodes: every condition must be met.</summary>
public sealed class NodeSelectorTermV1
{
    /// <summary>Conditions on labels.</summary>
    [YamlMember(Alias = "matchExpressions")]
    public List<NodeSelectorRequirementV1> MatchExpressions { get; } = [];

    /// <summary>Conditions on fields.</summary>
    [YamlMember(Alias = "matchFields")]
    public List<NodeSelectorRequirementV1> MatchFields { get; } = [];
}
