using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A port of a service, by one of these.</summary>
public sealed class ServiceBackendPortV1
{
    /// <summary>Name.</summary>
    [YamlMember(Alias = "name")]
    public string Name { get; set; } = null!;

    /// <summary>Number.</summary>
    [YamlMember(Alias = "number")]
    public int? Number { get; set; }
}
