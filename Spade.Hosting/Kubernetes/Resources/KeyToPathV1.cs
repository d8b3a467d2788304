using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>An entry as a file.</summary>
public sealed class KeyToPathV1
{
    /// <summary>The entry.</summary>
    [YamlMember(Alias = "key")]
    public string Key { get; set; } = null!;

    /// <summary>The file.</summary>
    [YamlMember(Alias = "path")]
    public string Path { get; set; } = null!;

    /// <summary>Its mode.</summary>
    [YamlMember(Alias = "mode")]
    public int? Mode { get; set; }
}
