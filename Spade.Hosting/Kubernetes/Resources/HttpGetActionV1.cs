using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A GET request.</summary>
public sealed class HttpGetActionV1
{
    /// <summary><c>HTTP</c> or <c>HTTPS</c>: Kubernetes refuses lower case.</summary>
    [YamlMember(Alias = "scheme")]
    public string Scheme { get; set; } = null!;

    /// <summary>Path.</summary>
    [YamlMember(Alias = "path")]
    public string Path { get; set; } = null!;

    /// <summary>Number or name of the port.</summary>
    [YamlMember(Alias = "port")]
    public Int32OrStringV1? Port { get; set; }

    /// <summary>Host; the pod when null.</summary>
    [YamlMember(Alias = "host")]
    public string Host { get; set; } = null!;

    /// <summary>Headers.</summary>
    [YamlMember(Alias = "httpHeaders")]
    public List<HttpHeaderV1> HttpHeaders { get; } = [];
}
