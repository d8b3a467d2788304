using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A service that requests go to.</summary>
public sealed class IngressServiceBackendV1
{
    /// <summary>The service.</summary>
    [YamlMember(Alias = "name")]
    public string Name { get; set; } = null!;

    /// <summary>Its port.</summary>
    [YamlMember(Alias = "port")]
    public ServiceBackendPortV1 Port { get; set; } = new();
}
