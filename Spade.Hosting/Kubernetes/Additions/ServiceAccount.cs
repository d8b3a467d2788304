using Aspire.Hosting.Kubernetes.Resources;
using YamlDotNet.Serialization;

namespace Spade.Hosting.Kubernetes;

/// <summary>Who pods are to the Kubernetes API.</summary>
public sealed class ServiceAccount() : BaseKubernetesResource("v1", "ServiceAccount")
{
    /// <summary>False keeps the token out of the pods.</summary>
    [YamlMember(Alias = "automountServiceAccountToken")]
    public bool? AutomountServiceAccountToken { get; set; }
}
