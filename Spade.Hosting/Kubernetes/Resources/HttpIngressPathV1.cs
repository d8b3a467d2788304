using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A path and where it leads.</summary>
public sealed class HttpIngressPathV1
{
    /// <summary>Path.</summary>
    [YamlMember(Alias = "path")]
    public string Path { get; set; } = null!;

    /// <summary><c>Prefix</c>, <c>Exact</c> or <c>ImplementationSpecific</c>.</summary>
    [YamlMember(Alias = "pathType")]
    public string PathType { get; set; } = null!;

    /// <summary>Where it leads.</summary>
    [YamlMember(Alias = "backend")]
    public IngressBackendV1 Backend { get; set; } = new();
}
