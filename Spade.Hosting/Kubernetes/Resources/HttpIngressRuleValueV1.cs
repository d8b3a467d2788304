using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>The paths of a host.</summary>
public sealed class HttpIngressRuleValueV1
{
    /// <summary>The paths.</summary>
    [YamlMember(Alias = "paths")]
    public List<HttpIngressPathV1> Paths { get; } = [];
}
