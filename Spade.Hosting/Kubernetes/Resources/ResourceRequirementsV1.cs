using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>What a container needs and what it may use: <c>cpu</c>, <c>memory</c>, <c>ephemeral-storage</c>.</summary>
public sealed class ResourceRequirementsV1
{
    /// <summary>What is set aside for it.</summary>
    [YamlMember(Alias = "requests")]
    public Dictionary<string, string> Requests { get; } = [];

    /// <summary>What it may use at most.</summary>
    [YamlMember(Alias = "limits")]
    public Dictionary<string, string> Limits { get; } = [];
}
