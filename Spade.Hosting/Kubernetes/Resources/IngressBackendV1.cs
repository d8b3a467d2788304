using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>Where requests go.</summary>
public sealed class IngressBackendV1
{
    /// <summary>A service.</summary>
    [YamlMember(Alias = "service")]
    public IngressServiceBackendV1? Service { get; set; }
}
