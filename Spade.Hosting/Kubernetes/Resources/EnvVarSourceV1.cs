using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>Where a variable's value comes from: one of these.</summary>
public sealed class EnvVarSourceV1
{
    /// <summary>An entry of a secret.</summary>
    [YamlMember(Alias = "secretKeyRef")]
    public SecretKeySelectorV1? SecretKeyRef { get; set; }

    /// <summary>An entry of a config map.</summary>
    [YamlMember(Alias = "configMapKeyRef")]
    public ConfigMapKeySelectorV1? ConfigMapKeyRef { get; set; }

    /// <summary>A field of the pod.</summary>
    [YamlMember(Alias = "fieldRef")]
    public ObjectFieldSelectorV1? FieldRef { get; set; }
}
