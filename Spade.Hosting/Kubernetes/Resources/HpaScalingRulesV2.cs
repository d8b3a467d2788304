using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>How fast the number of pods changes in one direction.</summary>
public sealed class HpaScalingRulesV2
{
    /// <summary>Seconds of wishes looked back on; the most careful one counts.</summary>
    [YamlMember(Alias = "stabilizationWindowSeconds")]
    public int? StabilizationWindowSeconds { get; set; }

    /// <summary><c>Max</c> (default), <c>Min</c> or <c>Disabled</c>.</summary>
    [YamlMember(Alias = "selectPolicy")]
    public string SelectPolicy { get; set; } = null!;

    /// <summary>The steps.</summary>
    [YamlMember(Alias = "policies")]
    public List<HpaScalingPolicyV2> Policies { get; } = [];
}
