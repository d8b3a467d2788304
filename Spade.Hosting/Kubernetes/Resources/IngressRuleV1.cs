using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A host and its paths.</summary>
public sealed class IngressRuleV1
{
    /// <summary>Host name; every one when null.</summary>
    [YamlMember(Alias = "host")]
    public string Host { get; set; } = null!;

    /// <summary>The paths.</summary>
    [YamlMember(Alias = "http")]
    public HttpIngressRuleValueV1 Http { get; set; } = new();
}
