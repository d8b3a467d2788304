using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>An object of the same namespace.</summary>
public sealed class LocalObjectReferenceV1
{
    /// <summary>Its name.</summary>
    [YamlMember(Alias = "name")]
    public string Name { get; set; } = null!;
}
