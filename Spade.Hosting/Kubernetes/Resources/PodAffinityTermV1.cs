using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>Other pods, and what counts as the same place.</summary>
public sealed class PodAffinityTermV1
{
    /// <summary>The pods.</summary>
    [YamlMember(Alias = "labelSelector")]
    public LabelSelectorV1? LabelSelector { get; set; }

    /// <summary>Label of nodes that tells the places apart.</summary>
    [YamlMember(Alias = "topologyKey")]
    public string TopologyKey { get; set; } = null!;

    /// <summary>Namespaces of the pods; the own one when empty.</summary>
    [YamlMember(Alias = "namespaces")]
    public List<string> Namespaces { get; } = [];
}
