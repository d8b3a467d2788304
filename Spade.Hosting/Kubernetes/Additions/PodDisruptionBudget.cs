using Aspire.Hosting.Kubernetes.Resources;
using YamlDotNet.Serialization;

namespace Spade.Hosting.Kubernetes;

/// <summary>How many pods an eviction, such as a node's drain, may take at a time. Rollouts do not follow it.</summary>
public sealed class PodDisruptionBudget() : BaseKubernetesResource("policy/v1", "PodDisruptionBudget")
{
    /// <summary>What is wanted.</summary>
    [YamlMember(Alias = "spec")]
    public PodDisruptionBudgetSpecV1 Spec { get; set; } = new();
}
