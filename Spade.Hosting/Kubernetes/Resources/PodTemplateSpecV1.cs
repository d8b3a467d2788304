using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>What the pods of a workload are.</summary>
public sealed class PodTemplateSpecV1
{
    /// <summary>Their labels and annotations.</summary>
    [YamlMember(Alias = "metadata")]
    public ObjectMetaV1 Metadata { get; set; } = new();

    /// <summary>Their contents.</summary>
    [YamlMember(Alias = "spec")]
    public PodSpecV1 Spec { get; set; } = new();
}
