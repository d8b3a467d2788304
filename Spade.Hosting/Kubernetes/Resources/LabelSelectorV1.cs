using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>Finds objects by their labels.</summary>
public sealed class LabelSelectorV1
{
    /// <summary>Finds everything until labels are asked for.</summary>
    public LabelSelectorV1()
    {
    }

    /// <summary>Finds what has these labels.</summary>
    public LabelSelectorV1(Dictionary<string, string> matchLabels) => MatchLabels = matchLabels;

    /// <summary>Labels that an object must have, all of them.</summary>
    [YamlMember(Alias = "matchLabels")]
    public Dictionary<string, string> MatchLabels { get; set; } = [];

    /// <summary>Conditions that an object must meet, all of them.</summary>
    [YamlMember(Alias = "matchExpressions")]
    public List<LabelSelectorRequirementV1> MatchExpressions { get; set; } = [];
}
