using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A wish about nodes.</summary>
public sealed class PreferredSchedulingTermV1
{
    /// <summary>How strong it is, 1 to 100.</summary>
    [YamlMember(Alias = "weight")]
    public int Weight { get; set; }

    /// <summary>The wish.</summary>
    [YamlMember(Alias = "preference")]
    public NodeSelectorTermV1 Preference { get; set; } = new();
}
