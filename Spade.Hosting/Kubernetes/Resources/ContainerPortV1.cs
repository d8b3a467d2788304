using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A port that a container listens on.</summary>
public sealed class ContainerPortV1
{
    /// <summary>Name, for services and probes.</summary>
    [YamlMember(Alias = "name")]
    public string Name { get; set; } = null!;

    /// <summary>Number.</summary>
    [YamlMember(Alias = "containerPort")]
    public Int32OrStringV1? ContainerPort { get; set; }

    /// <summary><c>TCP</c> (default) or <c>UDP</c>.</summary>
    [YamlMember(Alias = "protocol")]
    public string Protocol { get; set; } = null!;

    /// <summary>Address of the node.</summary>
    [YamlMember(Alias = "hostIP")]
    public string HostIp { get; set; } = null!;

    /// <summary>Port of the node.</summary>
    [YamlMember(Alias = "hostPort")]
    public Int32OrStringV1? HostPort { get; set; }
}
