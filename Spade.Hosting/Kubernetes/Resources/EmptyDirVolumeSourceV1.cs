using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A folder that lives as long as the pod.</summary>
public sealed class EmptyDirVolumeSourceV1
{
    /// <summary><c>Memory</c>, or the node's disk when null.</summary>
    [YamlMember(Alias = "medium")]
    public string? Medium { get; set; }

    /// <summary>Size at which the pod is evicted.</summary>
    [YamlMember(Alias = "sizeLimit")]
    public string? SizeLimit { get; set; }
}
