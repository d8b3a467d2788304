using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A name and an address for pods.</summary>
public sealed class Service() : BaseKubernetesResource("v1", "Service")
{
    /// <summary>What is wanted.</summary>
    [YamlMember(Alias = "spec")]
    public ServiceSpecV1 Spec { get; set; } = new();
}
