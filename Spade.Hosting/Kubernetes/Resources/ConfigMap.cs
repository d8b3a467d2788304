using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>Settings that anybody may read.</summary>
public sealed class ConfigMap() : BaseKubernetesResource("v1", "ConfigMap")
{
    /// <summary>Entries.</summary>
    [YamlMember(Alias = "data")]
    public Dictionary<string, string> Data { get; } = [];

    /// <summary>Entries in base64.</summary>
    [YamlMember(Alias = "binaryData")]
    public Dictionary<string, string> BinaryData { get; } = [];

    /// <summary>True forbids changes.</summary>
    [YamlMember(Alias = "immutable")]
    public bool? Immutable { get; set; }
}
