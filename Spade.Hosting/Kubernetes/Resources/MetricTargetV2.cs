using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A load to aim at: one of the values.</summary>
public sealed class MetricTargetV2
{
    /// <summary><c>Utilization</c>, <c>AverageValue</c> or <c>Value</c>.</summary>
    [YamlMember(Alias = "type")]
    public string Type { get; set; } = null!;

    /// <summary>Percent of what the pods request.</summary>
    [YamlMember(Alias = "averageUtilization")]
    public int? AverageUtilization { get; set; }

    /// <summary>Amount per pod.</summary>
    [YamlMember(Alias = "averageValue")]
    public string AverageValue { get; set; } = null!;

    /// <summary>Amount in all.</summary>
    [YamlMember(Alias = "value")]
    public string Value { get; set; } = null!;
}
