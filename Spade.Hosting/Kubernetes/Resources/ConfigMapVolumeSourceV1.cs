using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A config map's entries as files.</summary>
public sealed class ConfigMapVolumeSourceV1
{
    /// <summary>The config map.</summary>
    [YamlMember(Alias = "name")]
    public string Name { get; set; } = null!;

    /// <summary>Mode of the files.</summary>
    [YamlMember(Alias = "defaultMode")]
    public int? DefaultMode { get; set; }

    /// <summary>Entries; all when empty.</summary>
    [YamlMember(Alias = "items")]
    public List<KeyToPathV1> Items { get; } = [];

    /// <summary>True when it may be missing.</summary>
    [YamlMember(Alias = "optional")]
    public bool? Optional { get; set; }
}
