using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>How a stateful set replaces its pods.</summary>
public sealed class StatefulSetUpdateStrategyV1
{
    /// <summary><c>RollingUpdate</c> (default) or <c>OnDelete</c>.</summary>
    [YamlMember(Alias = "type")]
    public string Type { get; set; } = null!;

    /// <summary>The steps of a rolling update.</summary>
    [YamlMember(Alias = "rollingUpdate")]
    public RollingUpdateStatefulSetStrategyV1? RollingUpdate { get; set; }
}
