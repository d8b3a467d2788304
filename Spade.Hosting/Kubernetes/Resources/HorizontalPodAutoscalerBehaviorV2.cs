using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>How fast the number of pods changes.</summary>
public sealed class HorizontalPodAutoscalerBehaviorV2
{
    /// <summary>Upwards.</summary>
    [YamlMember(Alias = "scaleUp")]
    public HpaScalingRulesV2? ScaleUp { get; set; }

    /// <summary>Downwards.</summary>
    [YamlMember(Alias = "scaleDown")]
    public HpaScalingRulesV2? ScaleDown { get; set; }
}
