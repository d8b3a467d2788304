using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A header of a request.</summary>
public sealed class HttpHeaderV1
{
    /// <summary>Name.</summary>
    [YamlMember(Alias = "name")]
    public string Name { get; set; } = null!;

    /// <summary>Value.</summary>
    [YamlMember(Alias = "value")]
    public string Value { get; set; } = null!;
}
