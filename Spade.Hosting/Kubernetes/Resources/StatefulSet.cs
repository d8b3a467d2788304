using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>Pods with names and storage of their own.</summary>
public sealed class StatefulSet() : Workload("apps/v1", "StatefulSet")
{
    /// <summary>What is wanted.</summary>
    [YamlMember(Alias = "spec")]
    public StatefulSetSpecV1 Spec { get; set; } = new();

    /// <inheritdoc/>
    [YamlIgnore]
    public override PodTemplateSpecV1 PodTemplate => Spec.Template;
}
