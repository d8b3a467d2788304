using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>Rights of a container.</summary>
public sealed class SecurityContextV1
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

    /// <summary>True gives everything.</summary>
    [YamlMember(Alias = "privileged")]
    public bool? Privileged { get; set; }

    /// <summary>True lets it write to mounted volumes only.</summary>
    [YamlMember(Alias = "readOnlyRootFilesystem")]
    public bool? ReadOnlyRootFilesystem { get; set; }

    /// <summary>False: no child gets more rights than its parent.</summary>
    [YamlMember(Alias = "allowPrivilegeEscalation")]
    public bool? AllowPrivilegeEscalation { get; set; }

    /// <summary>The kernel's capabilities.</summary>
    [YamlMember(Alias = "capabilities")]
    public CapabilitiesV1? Capabilities { get; set; }

    /// <summary>The system calls it may make.</summary>
    [YamlMember(Alias = "seccompProfile")]
    public SeccompProfileV1? SeccompProfile { get; set; }
}
