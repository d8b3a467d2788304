using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>What is wanted of a <see cref="Service"/>.</summary>
public sealed class ServiceSpecV1
{
    /// <summary><c>ClusterIP</c> (default), <c>NodePort</c>, <c>LoadBalancer</c> or <c>ExternalName</c>.</summary>
    [YamlMember(Alias = "type")]
    public string Type { get; set; } = "ClusterIP";

    /// <summary><c>None</c> for a name that stands for the pods' own addresses.</summary>
    [YamlMember(Alias = "clusterIP")]
    public string? ClusterIp { get; set; }

    /// <summary>Labels of the pods.</summary>
    [YamlMember(Alias = "selector")]
    public Dictionary<string, string> Selector { get; set; } = [];

    /// <summary>Ports.</summary>
    [YamlMember(Alias = "ports")]
    public List<ServicePortV1> Ports { get; } = [];

    /// <summary>True lists pods that are not ready as well.</summary>
    [YamlMember(Alias = "publishNotReadyAddresses")]
    public bool? PublishNotReadyAddresses { get; set; }

    /// <summary><c>ClientIP</c> keeps a client at one pod.</summary>
    [YamlMember(Alias = "sessionAffinity")]
    public string? SessionAffinity { get; set; }

    /// <summary>Host name that the service stands for.</summary>
    [YamlMember(Alias = "externalName")]
    public string? ExternalName { get; set; }

    /// <summary><c>Cluster</c> (default) or <c>Local</c>.</summary>
    [YamlMember(Alias = "externalTrafficPolicy")]
    public string? ExternalTrafficPolicy { get; set; }

    /// <summary><c>Cluster</c> (default) or <c>Local</c>.</summary>
    [YamlMember(Alias = "internalTrafficPolicy")]
    public string? InternalTrafficPolicy { get; set; }

    /// <summary>Which pods are preferred.</summary>
    [YamlMember(Alias = "trafficDistribution")]
    public string? TrafficDistribution { get; set; }

    /// <summary>Which load balancer.</summary>
    [YamlMember(Alias = "loadBalancerClass")]
    public string? LoadBalancerClass { get; set; }

    /// <summary>Who may connect to the load balancer.</summary>
    [YamlMember(Alias = "loadBalancerSourceRanges")]
    public List<string> LoadBalancerSourceRanges { get; } = [];
}
