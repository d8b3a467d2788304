using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>Where a pod wants to be.</summary>
public sealed class AffinityV1
{
    /// <summary>Near which nodes.</summary>
    [YamlMember(Alias = "nodeAffinity")]
    public NodeAffinityV1? NodeAffinity { get; set; }

    /// <summary>Near which pods.</summary>
    [YamlMember(Alias = "podAffinity")]
    public PodAffinityV1? PodAffinity { get; set; }

    /// <summary>Far from which pods.</summary>
    [YamlMember(Alias = "podAntiAffinity")]
    public PodAntiAffinityV1? PodAntiAffinity { get; set; }
}
