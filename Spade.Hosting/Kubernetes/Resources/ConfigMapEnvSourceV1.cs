using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A config map whose entries become variables.</summary>
public sealed class ConfigMapEnvSourceV1
{
    /// <summary>The config map.</summary>
    [YamlMember(Alias = "name")]
    public string Name { get; set; } = null!;

    /// <summary>True when it may be missing.</summary>
    [YamlMember(Alias = "optional")]
    public bool? Optional { get; set; }
}
