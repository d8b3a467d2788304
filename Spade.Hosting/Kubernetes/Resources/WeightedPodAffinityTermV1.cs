using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A wish about pods.</summary>
public sealed class WeightedPodAffinityTermV1
{
    /// <summary>How strong it is, 1 to 100.</summary>
    [YamlMember(Alias = "weight")]
    public int Weight { get; set; }

    /// <summary>The wish.</summary>
    [YamlMember(Alias = "podAffinityTerm")]
    public PodAffinityTermV1 PodAffinityTerm { get; set; } = new();
}
