using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>The object whose pods an autoscaler counts.</summary>
public sealed class CrossVersionObjectReferenceV2() : BaseKubernetesObject
{
    /// <summary>Its name.</summary>
    [YamlMember(Alias = "name")]
    public string Name { get; set; } = null!;
}
