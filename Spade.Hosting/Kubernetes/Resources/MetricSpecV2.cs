using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A load that counts.</summary>
public sealed class MetricSpecV2
{
    /// <summary><c>Resource</c> here.</summary>
    [YamlMember(Alias = "type")]
    public string Type { get; set; } = null!;

    /// <summary>CPU or memory.</summary>
    [YamlMember(Alias = "resource")]
    public ResourceMetricSourceV2? Resource { get; set; }
}
