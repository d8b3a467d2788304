using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>The steps of a stateful set's rolling update.</summary>
public sealed class RollingUpdateStatefulSetStrategyV1
{
    /// <summary>Pods that may be missing.</summary>
    [YamlMember(Alias = "maxUnavailable")]
    public int? MaxUnavailable { get; set; }

    /// <summary>Pods with a lower number stay as they are.</summary>
    [YamlMember(Alias = "partition")]
    public int? Partition { get; set; }
}
