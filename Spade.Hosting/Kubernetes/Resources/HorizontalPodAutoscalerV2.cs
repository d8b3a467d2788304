using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>Changes the number of pods by their load.</summary>
public sealed class HorizontalPodAutoscalerV2() : BaseKubernetesResource("autoscaling/v2", "HorizontalPodAutoscaler")
{
    /// <summary>What is wanted.</summary>
    [YamlMember(Alias = "spec")]
    public HorizontalPodAutoscalerSpecV2 Spec { get; set; } = new();
}
