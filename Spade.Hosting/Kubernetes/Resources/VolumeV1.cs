using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>What containers can mount: one of these.</summary>
public sealed class VolumeV1
{
    /// <summary>Name, unique in the pod.</summary>
    [YamlMember(Alias = "name")]
    public string Name { get; set; } = null!;

    /// <summary>A folder that lives as long as the pod.</summary>
    [YamlMember(Alias = "emptyDir")]
    public EmptyDirVolumeSourceV1? EmptyDir { get; set; }

    /// <summary>A config map's entries as files.</summary>
    [YamlMember(Alias = "configMap")]
    public ConfigMapVolumeSourceV1? ConfigMap { get; set; }

    /// <summary>A secret's entries as files.</summary>
    [YamlMember(Alias = "secret")]
    public SecretVolumeSourceV1? Secret { get; set; }

    /// <summary>Storage that outlives the pod.</summary>
    [YamlMember(Alias = "persistentVolumeClaim")]
    public PersistentVolumeClaimVolumeSourceV1? PersistentVolumeClaim { get; set; }
}
