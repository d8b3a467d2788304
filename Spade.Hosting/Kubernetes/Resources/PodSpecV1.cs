using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>The contents of a pod.</summary>
public sealed class PodSpecV1
{
    /// <summary>The account it runs under.</summary>
    [YamlMember(Alias = "serviceAccountName")]
    public string? ServiceAccountName { get; set; }

    /// <summary>False keeps the account's token out of the containers.</summary>
    [YamlMember(Alias = "automountServiceAccountToken")]
    public bool? AutomountServiceAccountToken { get; set; }

    /// <summary>False keeps variables about every service of the namespace out of the containers.</summary>
    [YamlMember(Alias = "enableServiceLinks")]
    public bool? EnableServiceLinks { get; set; }

    /// <summary>Rights of all containers.</summary>
    [YamlMember(Alias = "securityContext")]
    public PodSecurityContextV1? SecurityContext { get; set; }

    /// <summary>Secrets for the image registry.</summary>
    [YamlMember(Alias = "imagePullSecrets")]
    public List<LocalObjectReferenceV1> ImagePullSecrets { get; } = [];

    /// <summary>Seconds from the delete to SIGKILL, preStop included. Kubernetes' default is 30.</summary>
    [YamlMember(Alias = "terminationGracePeriodSeconds")]
    public long? TerminationGracePeriodSeconds { get; set; }

    /// <summary><c>Always</c> (default), <c>OnFailure</c> or <c>Never</c>.</summary>
    [YamlMember(Alias = "restartPolicy")]
    public string? RestartPolicy { get; set; }

    /// <summary>Seconds after which the pod is ended.</summary>
    [YamlMember(Alias = "activeDeadlineSeconds")]
    public long? ActiveDeadlineSeconds { get; set; }

    /// <summary>Its importance when nodes are full.</summary>
    [YamlMember(Alias = "priorityClassName")]
    public string? PriorityClassName { get; set; }

    /// <summary>Containers that run to their end first.</summary>
    [YamlMember(Alias = "initContainers")]
    public List<ContainerV1> InitContainers { get; } = [];

    /// <summary>The containers.</summary>
    [YamlMember(Alias = "containers")]
    public List<ContainerV1> Containers { get; } = [];

    /// <summary>How pods spread over nodes and zones.</summary>
    [YamlMember(Alias = "topologySpreadConstraints")]
    public List<TopologySpreadConstraintV1> TopologySpreadConstraints { get; } = [];

    /// <summary>Labels that its node must have.</summary>
    [YamlMember(Alias = "nodeSelector")]
    public Dictionary<string, string> NodeSelector { get; } = [];

    /// <summary>Nodes and pods it wants to be near to, or far from.</summary>
    [YamlMember(Alias = "affinity")]
    public AffinityV1? Affinity { get; set; }

    /// <summary>Taints that it puts up with.</summary>
    [YamlMember(Alias = "tolerations")]
    public List<TolerationV1> Tolerations { get; } = [];

    /// <summary>True uses the node's network.</summary>
    [YamlMember(Alias = "hostNetwork")]
    public bool? HostNetwork { get; set; }

    /// <summary>Host name.</summary>
    [YamlMember(Alias = "hostname")]
    public string? Hostname { get; set; }

    /// <summary>Domain below the service's.</summary>
    [YamlMember(Alias = "subdomain")]
    public string? Subdomain { get; set; }

    /// <summary>What containers can mount.</summary>
    [YamlMember(Alias = "volumes")]
    public List<VolumeV1> Volumes { get; } = [];
}
