using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A condition on one label.</summary>
public sealed class LabelSelectorRequirementV1
{
    /// <summary>The label.</summary>
    [YamlMember(Alias = "key")]
    public string Key { get; set; } = null!;

    /// <summary><c>In</c>, <c>NotIn</c>, <c>Exists</c> or <c>DoesNotExist</c>.</summary>
    [YamlMember(Alias = "operator")]
    public string Operator { get; set; } = null!;

    /// <summary>Values for <c>In</c> and <c>NotIn</c>.</summary>
    [YamlMember(Alias = "values")]
    public List<string> Values { get; } = [];
}
