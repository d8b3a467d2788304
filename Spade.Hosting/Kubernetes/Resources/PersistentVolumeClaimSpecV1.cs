using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>What is wanted of storage.</summary>
public sealed class PersistentVolumeClaimSpecV1
{
    /// <summary><c>ReadWriteOnce</c>, <c>ReadWriteOncePod</c>, <c>ReadOnlyMany</c>, <c>ReadWriteMany</c>.</summary>
    [YamlMember(Alias = "accessModes")]
    public List<string> AccessModes { get; } = [];

    /// <summary>Kind of storage; the cluster's default when null.</summary>
    [YamlMember(Alias = "storageClassName")]
    public string StorageClassName { get; set; } = null!;

    /// <summary><c>Filesystem</c> (default) or <c>Block</c>.</summary>
    [YamlMember(Alias = "volumeMode")]
    public string VolumeMode { get; set; } = null!;

    /// <summary>A certain volume.</summary>
    [YamlMember(Alias = "volumeName")]
    public string VolumeName { get; set; } = null!;

    /// <summary>How much.</summary>
    [YamlMember(Alias = "resources")]
    public VolumeResourceRequirementsV1 Resources { get; set; } = new();
}
