using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>What becomes of a stateful set's storage.</summary>
public sealed class StatefulSetPersistentVolumeClaimRetentionPolicyV1
{
    /// <summary><c>Retain</c> (default) or <c>Delete</c>, when the set goes.</summary>
    [YamlMember(Alias = "whenDeleted")]
    public string? WhenDeleted { get; set; }

    /// <summary><c>Retain</c> (default) or <c>Delete</c>, when a pod goes.</summary>
    [YamlMember(Alias = "whenScaled")]
    public string? WhenScaled { get; set; }
}
