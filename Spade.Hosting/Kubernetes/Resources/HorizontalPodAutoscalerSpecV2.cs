using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>What is wanted of a <see cref="HorizontalPodAutoscalerV2"/>.</summary>
public sealed class HorizontalPodAutoscalerSpecV2
{
    /// <summary>Whose pods.</summary>
    [YamlMember(Alias = "scaleTargetRef")]
    public CrossVersionObjectReferenceV2 ScaleTargetRef { get; set; } = new();

    /// <summary>Least number. Kubernetes' default is 1.</summary>
    [YamlMember(Alias = "minReplicas")]
    public int? MinReplicas { get; set; }

    /// <summary>Greatest number.</summary>
    [YamlMember(Alias = "maxReplicas")]
    public int MaxReplicas { get; set; }

    /// <summary>The load that counts.</summary>
    [YamlMember(Alias = "metrics")]
    public List<MetricSpecV2> Metrics { get; } = [];

    /// <summary>How fast it goes.</summary>
    [YamlMember(Alias = "behavior")]
    public HorizontalPodAutoscalerBehaviorV2? Behavior { get; set; }
}
