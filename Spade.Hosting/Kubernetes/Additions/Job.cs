using Aspire.Hosting.Kubernetes.Resources;
using YamlDotNet.Serialization;

namespace Spade.Hosting.Kubernetes;

/// <summary>A pod that runs to its end.</summary>
public sealed class Job() : Workload("batch/v1", "Job")
{
    /// <summary>What is wanted.</summary>
    [YamlMember(Alias = "spec")]
    public JobSpecV1 Spec { get; set; } = new();

    /// <inheritdoc/>
    [YamlIgnore]
    public override PodTemplateSpecV1 PodTemplate => Spec.Template;
}
