using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A field of the pod.</summary>
public sealed class ObjectFieldSelectorV1
{
    /// <summary>Version of the API that the path follows.</summary>
    [YamlMember(Alias = "apiVersion")]
    public string ApiVersion { get; set; } = null!;

    /// <summary>Path, such as <c>metadata.name</c>.</summary>
    [YamlMember(Alias = "fieldPath")]
    public string FieldPath { get; set; } = null!;
}
