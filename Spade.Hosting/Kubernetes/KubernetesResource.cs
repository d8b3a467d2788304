using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes.Resources;

namespace Aspire.Hosting.Kubernetes;

/// <summary>The objects that a resource becomes in a cluster, before they are written.</summary>
/// <param name="name">Name of the resource.</param>
/// <param name="resource">The resource.</param>
/// <param name="kubernetesEnvironmentResource">The cluster.</param>
public class KubernetesResource(string name, IResource resource, KubernetesEnvironmentResource kubernetesEnvironmentResource)
    : Resource(name), IResourceWithParent<KubernetesEnvironmentResource>
{
    /// <inheritdoc/>
    public KubernetesEnvironmentResource Parent { get; } = kubernetesEnvironmentResource;

    /// <summary>What makes the pods.</summary>
    public Workload? Workload { get; set; }

    /// <summary>Variables that anybody may read.</summary>
    public ConfigMap? ConfigMap { get; set; }

    /// <summary>A secret of the resource's own; none is made, since a chart should hold no passwords.</summary>
    public Secret? Secret { get; set; }

    /// <summary>The name that others find the pods by; null when nobody asks for one.</summary>
    public Service? Service { get; set; }

    /// <summary>Everything else: account, disruption budget, autoscaler, Ingress, and what a callback adds.</summary>
    public List<BaseKubernetesResource> AdditionalResources { get; } = [];

    internal IResource Source { get; } = resource;
}
