using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A condition on a node.</summary>
public sealed class NodeSelectorRequirementV1
{
    /// <summary>Label or field.</summary>
    [YamlMember(Alias = "key")]
    public string Key { get; set; } = null!;

    /// <summary><c>In</c>, <c>NotIn</c>, <c>Exists</c>, <c>DoesNotExist</c>, <c>Gt</c> or <c>Lt</c>.</summary>
    [YamlMember(Alias = "operator")]
    public string Operator { get; set; } = null!;

    /// <summary>Values to compare with.</summary>
    [YamlMember(Alias = "values")]
    public List<string> Values { get; } = [];
}
