using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A load in CPU or memory.</summary>
public sealed class ResourceMetricSourceV2
{
    /// <summary><c>cpu</c> or <c>memory</c>.</summary>
    [YamlMember(Alias = "name")]
    public string Name { get; set; } = null!;

    /// <summary>The load to aim at.</summary>
    [YamlMember(Alias = "target")]
    public MetricTargetV2 Target { get; set; } = new();
}
