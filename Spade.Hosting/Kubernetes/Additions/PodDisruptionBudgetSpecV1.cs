using Aspire.Hosting.Kubernetes.Resources;
using YamlDotNet.Serialization;

namespace Spade.Hosting.Kubernetes;

/// <summary>What is wanted of a <see cref="PodDisruptionBudget"/>.</summary>
public sealed class PodDisruptionBudgetSpecV1
{
    /// <summary>Pods that may be missing: a number or a percentage.</summary>
    [YamlMember(Alias = "maxUnavailable")]
    public Int32OrStringV1? MaxUnavailable { get; set; }

    /// <summary>Pods that must stay: a number or a percentage, in place of <see cref="MaxUnavailable"/>.</summary>
    [YamlMember(Alias = "minAvailable")]
    public Int32OrStringV1? MinAvailable { get; set; }

    /// <summary><c>AlwaysAllow</c>: pods that are not ready never block a drain. Kubernetes' default is <c>IfHealthyBudget</c>.</summary>
    [YamlMember(Alias = "unhealthyPodEvictionPolicy")]
    public string? UnhealthyPodEvictionPolicy { get; set; }

    /// <summary>The pods.</summary>
    [YamlMember(Alias = "selector")]
    public LabelSelectorV1 Selector { get; set; } = new();
}
