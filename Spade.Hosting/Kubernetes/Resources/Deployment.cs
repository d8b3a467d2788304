using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>Pods that are all alike and replaced one after another.</summary>
public sealed class Deployment() : Workload("apps/v1", "Deployment")
{
    /// <summary>What is wanted.</summary>
    [YamlMember(Alias = "spec")]
    public DeploymentSpecV1 Spec { get; set; } = new();

    /// <inheritdoc/>
    [YamlIgnore]
    public override PodTemplateSpecV1 PodTemplate => Spec.Template;
}
