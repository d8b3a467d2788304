using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>What runs: exactly one of these, or Kubernetes refuses the pod.</summary>
/// <remarks>All four are there from the beginning, as in Aspire, whose publisher writes them all: set the other three to <c>null!</c>. Ours
/// leaves out those that were never filled in, and refuses two that were.</remarks>
public sealed class LifecycleHandlerV1
{
    /// <summary>A command.</summary>
    [YamlMember(Alias = "exec")]
    public ExecActionV1 Exec { get; set; } = new();

    /// <summary>A pause.</summary>
    [YamlMember(Alias = "sleep")]
    public SleepActionV1 Sleep { get; set; } = new();

    /// <summary>A GET request.</summary>
    [YamlMember(Alias = "httpGet")]
    public HttpGetActionV1 HttpGet { get; set; } = new();

    /// <summary>A connection.</summary>
    [YamlMember(Alias = "tcpSocket")]
    public TcpSocketActionV1 TcpSocket { get; set; } = new();
}
