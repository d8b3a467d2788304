using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A certificate.</summary>
public sealed class IngressTLSV1
{
    /// <summary>Hosts that it is for.</summary>
    [YamlMember(Alias = "hosts")]
    public List<string> Hosts { get; } = [];

    /// <summary>Secret that holds it.</summary>
    [YamlMember(Alias = "secretName")]
    public string SecretName { get; set; } = null!;
}
