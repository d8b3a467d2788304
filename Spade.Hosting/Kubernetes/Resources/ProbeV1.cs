using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A question asked again and again, in one of four ways.</summary>
public sealed class ProbeV1
{
    /// <summary>Asked by HTTP: 200 to 399 is a yes.</summary>
    [YamlMember(Alias = "httpGet")]
    public HttpGetActionV1? HttpGet { get; set; }

    /// <summary>Asked by a command: exit code 0 is a yes.</summary>
    [YamlMember(Alias = "exec")]
    public ExecActionV1? Exec { get; set; }

    /// <summary>Asked by connecting.</summary>
    [YamlMember(Alias = "tcpSocket")]
    public TcpSocketActionV1? TcpSocket { get; set; }

    /// <summary>Asked by gRPC's health protocol.</summary>
    [YamlMember(Alias = "grpc")]
    public GrpcActionV1? Grpc { get; set; }

    /// <summary>Seconds before the first question. Kubernetes' default is 0.</summary>
    [YamlMember(Alias = "initialDelaySeconds")]
    public int? InitialDelaySeconds { get; set; }

    /// <summary>Seconds between questions. Kubernetes' default is 10.</summary>
    [YamlMember(Alias = "periodSeconds")]
    public int? PeriodSeconds { get; set; }

    /// <summary>Seconds in which the answer must come. Kubernetes' default is 1.</summary>
    [YamlMember(Alias = "timeoutSeconds")]
    public int? TimeoutSeconds { get; set; }

    /// <summary>Good answers in a row that count. Kubernetes' default is 1.</summary>
    [YamlMember(Alias = "successThreshold")]
    public int? SuccessThreshold { get; set; }

    /// <summary>Bad answers in a row that count. Kubernetes' default is 3.</summary>
    [YamlMember(Alias = "failureThreshold")]
    public int? FailureThreshold { get; set; }

    /// <summary>In place of the pod's, when a failed probe ends it.</summary>
    [YamlMember(Alias = "terminationGracePeriodSeconds")]
    public long? TerminationGracePeriodSeconds { get; set; }
}
