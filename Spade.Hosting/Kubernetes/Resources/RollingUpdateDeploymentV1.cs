using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>The steps of a rolling update.</summary>
public sealed class RollingUpdateDeploymentV1
{
    /// <summary>Pods that may exist above the wanted number.</summary>
    [YamlMember(Alias = "maxSurge")]
    public int MaxSurge { get; set; }

    /// <summary>Pods that may be missing from the wanted number.</summary>
    [YamlMember(Alias = "maxUnavailable")]
    public int MaxUnavailable { get; set; }
}
