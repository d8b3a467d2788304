using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>Paths that the world outside may see.</summary>
public sealed class Ingress() : BaseKubernetesResource("networking.k8s.io/v1", "Ingress")
{
    /// <summary>What is wanted.</summary>
    [YamlMember(Alias = "spec")]
    public IngressSpecV1 Spec { get; set; } = new();
}
