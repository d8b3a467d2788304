using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>Rights of all containers of a pod.</summary>
public sealed class PodSecurityContextV1
{
    /// <summary>True refuses to start as root.</summary>
    [YamlMember(Alias = "runAsNonRoot")]
    public bool? RunAsNonRoot { get; set; }

    /// <summary>User id.</summary>
    [YamlMember(Alias = "runAsUser")]
    public long? RunAsUser { get; set; }

    /// <summary>Group id.</summary>
    [YamlMember(Alias = "runAsGroup")]
    public long? RunAsGroup { get; set; }

    /// <summary>Group that owns the volumes.</summary>
    [YamlMember(Alias = "fsGroup")]
    public long? FsGroup { get; set; }

    /// <summary><c>Always</c> (default) or <c>OnRootMismatch</c>.</summary>
    [YamlMember(Alias = "fsGroupChangePolicy")]
    public string FsGroupChangePolicy { get; set; } = null!;

    /// <summary>Further group ids.</summary>
    [YamlMember(Alias = "supplementalGroups")]
    public List<long> SupplementalGroups { get; } = [];

    /// <summary>The system calls they may make.</summary>
    [YamlMember(Alias = "seccompProfile")]
    public SeccompProfileV1? SeccompProfile { get; set; }
}
