using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A port of a service.</summary>
public sealed class ServicePortV1
{
    /// <summary>Name.</summary>
    [YamlMember(Alias = "name")]
    public string Name { get; set; } = null!;

    /// <summary>Port of the service.</summary>
    [YamlMember(Alias = "port")]
    public Int32OrStringV1 Port { get; set; } = null!;

    /// <summary>Number or name of the pods' port.</summary>
    [YamlMember(Alias = "targetPort")]
    public Int32OrStringV1 TargetPort { get; set; } = null!;

    /// <summary><c>TCP</c> (default) or <c>UDP</c>.</summary>
    [YamlMember(Alias = "protocol")]
    public string Protocol { get; set; } = null!;

    /// <summary>What is spoken, such as <c>http</c>.</summary>
    [YamlMember(Alias = "appProtocol")]
    public string AppProtocol { get; set; } = null!;

    /// <summary>Port of the nodes.</summary>
    [YamlMember(Alias = "nodePort")]
    public int? NodePort { get; set; }
}
