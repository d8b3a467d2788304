using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>What every object says about itself.</summary>
public sealed class ObjectMetaV1
{
    /// <summary>Name, unique in the namespace among objects of the kind.</summary>
    [YamlMember(Alias = "name")]
    public string Name { get; set; } = null!;

    /// <summary>Namespace; that of the release when null.</summary>
    [YamlMember(Alias = "namespace")]
    public string Namespace { get; set; } = null!;

    /// <summary>What selectors find the object by.</summary>
    [YamlMember(Alias = "labels")]
    public Dictionary<string, string> Labels { get; set; } = [];

    /// <summary>What tools and people read.</summary>
    [YamlMember(Alias = "annotations")]
    public Dictionary<string, string> Annotations { get; } = [];
}
