using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>What is wanted of an <see cref="Ingress"/>.</summary>
public sealed class IngressSpecV1
{
    /// <summary>Which controller; the cluster's default when null.</summary>
    [YamlMember(Alias = "ingressClassName")]
    public string IngressClassName { get; set; } = null!;

    /// <summary>Where everything goes that no rule names.</summary>
    [YamlMember(Alias = "defaultBackend")]
    public IngressBackendV1? DefaultBackend { get; set; }

    /// <summary>Certificates.</summary>
    [YamlMember(Alias = "tls")]
    public List<IngressTLSV1> Tls { get; } = [];

    /// <summary>Hosts and their paths.</summary>
    [YamlMember(Alias = "rules")]
    public List<IngressRuleV1> Rules { get; } = [];
}
