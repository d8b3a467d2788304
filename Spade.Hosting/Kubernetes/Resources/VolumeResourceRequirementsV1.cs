using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>How much storage.</summary>
public sealed class VolumeResourceRequirementsV1
{
    /// <summary>At least: <c>storage</c>.</summary>
    [YamlMember(Alias = "requests")]
    public Dictionary<string, string> Requests { get; } = [];

    /// <summary>At most: <c>storage</c>.</summary>
    [YamlMember(Alias = "limits")]
    public Dictionary<string, string> Limits { get; } = [];
}
