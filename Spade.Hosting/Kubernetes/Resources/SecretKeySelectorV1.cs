using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>An entry of a secret.</summary>
public sealed class SecretKeySelectorV1
{
    /// <summary>The secret.</summary>
    [YamlMember(Alias = "name")]
    public string Name { get; set; } = null!;

    /// <summary>The entry.</summary>
    [YamlMember(Alias = "key")]
    public string Key { get; set; } = null!;

    /// <summary>True when the entry may be missing.</summary>
    [YamlMember(Alias = "optional")]
    public bool? Optional { get; set; }
}
