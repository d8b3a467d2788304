using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>How a deployment replaces its pods.</summary>
public sealed class DeploymentStrategyV1
{
    /// <summary><c>RollingUpdate</c> (default) or <c>Recreate</c>; the latter allows no <see cref="RollingUpdate"/>.</summary>
    [YamlMember(Alias = "type")]
    public string Type { get; set; } = "RollingUpdate";

    /// <summary>The steps of a rolling update.</summary>
    [YamlMember(Alias = "rollingUpdate")]
    public RollingUpdateDeploymentV1 RollingUpdate { get; set; } = new();
}
