using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>Storage that outlives the pod.</summary>
public sealed class PersistentVolumeClaimVolumeSourceV1
{
    /// <summary>The claim.</summary>
    [YamlMember(Alias = "claimName")]
    public string ClaimName { get; set; } = null!;

    /// <summary>True for reading only.</summary>
    [YamlMember(Alias = "readOnly")]
    public bool? ReadOnly { get; set; }
}
