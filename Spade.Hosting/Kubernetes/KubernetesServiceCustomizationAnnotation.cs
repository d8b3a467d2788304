using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Kubernetes;

/// <summary>Changes a resource's objects before they are written.</summary>
/// <param name="configure">The change.</param>
public sealed class KubernetesServiceCustomizationAnnotation(Action<KubernetesResource> configure) : IResourceAnnotation
{
    /// <summary>The change.</summary>
    public Action<KubernetesResource> Configure { get; } = configure;
}
