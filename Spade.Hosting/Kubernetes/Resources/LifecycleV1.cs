using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>What runs beside a container's start and its end.</summary>
public sealed class LifecycleV1
{
    /// <summary>Runs before SIGTERM and spends the same grace period.</summary>
    [YamlMember(Alias = "preStop")]
    public LifecycleHandlerV1 PreStop { get; set; } = new();

    /// <summary>Runs beside the container's first moments.</summary>
    [YamlMember(Alias = "postStart")]
    public LifecycleHandlerV1 PostStart { get; set; } = new();
}
