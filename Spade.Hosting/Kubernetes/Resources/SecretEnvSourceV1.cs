using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A secret whose entries become variables.</summary>
public sealed class SecretEnvSourceV1
{
    /// <summary>The secret.</summary>
    [YamlMember(Alias = "name")]
    public string Name { get; set; } = null!;

    /// <summary>True when it may be missing.</summary>
    [YamlMember(Alias = "optional")]
    public bool? Optional { get; set; }
}
