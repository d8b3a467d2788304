using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>An object of a cluster. A kind that is missing here is a subclass with <c>[YamlMember(Alias = "…")]</c> on its properties.</summary>
/// <param name="apiVersion">Group and version of the API.</param>
/// <param name="kind">Kind.</param>
public abstract class BaseKubernetesResource(string apiVersion, string kind) : BaseKubernetesObject(apiVersion, kind)
{
    /// <summary>Name, labels, annotations.</summary>
    [YamlMember(Alias = "metadata", Order = -1)]
    public ObjectMetaV1 Metadata { get; set; } = new();
}
