using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A call of gRPC's health protocol.</summary>
public sealed class GrpcActionV1
{
    /// <summary>Port.</summary>
    [YamlMember(Alias = "port")]
    public int Port { get; set; }

    /// <summary>Name of the service that is asked about.</summary>
    [YamlMember(Alias = "service")]
    public string Service { get; set; } = null!;
}
