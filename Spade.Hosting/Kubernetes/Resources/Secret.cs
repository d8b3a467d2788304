using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>Settings that few may read.</summary>
public sealed class Secret() : BaseKubernetesResource("v1", "Secret")
{
    /// <summary>Kind of secret. Default <c>Opaque</c>.</summary>
    [YamlMember(Alias = "type")]
    public string Type { get; set; } = "Opaque";

    /// <summary>Entries.</summary>
    [YamlMember(Alias = "stringData")]
    public Dictionary<string, string> StringData { get; } = [];

    /// <summary>Entries in base64.</summary>
    [YamlMember(Alias = "data")]
    public Dictionary<string, string> Data { get; } = [];

    /// <summary>True forbids changes.</summary>
    [YamlMember(Alias = "immutable")]
    public bool? Immutable { get; set; }
}
