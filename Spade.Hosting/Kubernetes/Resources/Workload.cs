using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>An object that makes pods.</summary>
/// <param name="apiVersion">Group and version of the API.</param>
/// <param name="kind">Kind.</param>
public abstract class Workload(string apiVersion, string kind) : BaseKubernetesResource(apiVersion, kind)
{
    /// <summary>What the pods are.</summary>
    [YamlIgnore]
    public abstract PodTemplateSpecV1 PodTemplate { get; }
}
