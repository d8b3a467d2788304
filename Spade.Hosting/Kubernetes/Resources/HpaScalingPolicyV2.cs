using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A step.</summary>
public sealed class HpaScalingPolicyV2
{
    /// <summary><c>Pods</c> or <c>Percent</c>.</summary>
    [YamlMember(Alias = "type")]
    public string Type { get; set; } = null!;

    /// <summary>How many, or how many percent.</summary>
    [YamlMember(Alias = "value")]
    public int Value { get; set; }

    /// <summary>Seconds that the step is for, 1 to 1800.</summary>
    [YamlMember(Alias = "periodSeconds")]
    public int PeriodSeconds { get; set; }
}
