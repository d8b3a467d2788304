using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>Anything that names its kind.</summary>
/// <param name="apiVersion">Group and version of the API.</param>
/// <param name="kind">Kind.</param>
public abstract class BaseKubernetesObject(string? apiVersion = null, string? kind = null)
{
    /// <summary>Group and version of the API, such as <c>apps/v1</c>.</summary>
    [YamlMember(Alias = "apiVersion", Order = -3)]
    public string? ApiVersion { get; set; } = apiVersion;

    /// <summary>Kind, such as <c>Deployment</c>.</summary>
    [YamlMember(Alias = "kind", Order = -2)]
    public string? Kind { get; set; } = kind;
}
