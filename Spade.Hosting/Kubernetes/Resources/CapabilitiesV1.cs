using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>Kernel capabilities of a container.</summary>
public sealed class CapabilitiesV1
{
    /// <summary>Given.</summary>
    [YamlMember(Alias = "add")]
    public List<string> Add { get; } = [];

    /// <summary>Taken away; <c>ALL</c> for all.</summary>
    [YamlMember(Alias = "drop")]
    public List<string> Drop { get; } = [];
}
