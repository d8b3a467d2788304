using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>An object whose entries become variables: one of these.</summary>
public sealed class EnvFromSourceV1
{
    /// <summary>Put before every name.</summary>
    [YamlMember(Alias = "prefix")]
    public string? Prefix { get; set; }

    /// <summary>A config map.</summary>
    [YamlMember(Alias = "configMapRef")]
    public ConfigMapEnvSourceV1? ConfigMapRef { get; set; }

    /// <summary>A secret.</summary>
    [YamlMember(Alias = "secretRef")]
    public SecretEnvSourceV1? SecretRef { get; set; }
}
