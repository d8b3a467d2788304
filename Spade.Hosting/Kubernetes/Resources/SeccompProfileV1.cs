using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>The system calls that are allowed.</summary>
public sealed class SeccompProfileV1
{
    /// <summary><c>RuntimeDefault</c>, <c>Localhost</c> or <c>Unconfined</c>.</summary>
    [YamlMember(Alias = "type")]
    public string Type { get; set; } = null!;

    /// <summary>File with the profile, for <c>Localhost</c>.</summary>
    [YamlMember(Alias = "localhostProfile")]
    public string LocalhostProfile { get; set; } = null!;
}
