using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A volume in a container.</summary>
public sealed class VolumeMountV1
{
    /// <summary>The volume.</summary>
    [YamlMember(Alias = "name")]
    public string Name { get; set; } = null!;

    /// <summary>Where it appears.</summary>
    [YamlMember(Alias = "mountPath")]
    public string MountPath { get; set; } = null!;

    /// <summary>Part of the volume.</summary>
    [YamlMember(Alias = "subPath")]
    public string SubPath { get; set; } = null!;

    /// <summary>True for reading only.</summary>
    [YamlMember(Alias = "readOnly")]
    public bool? ReadOnly { get; set; }
}
