using Aspire.Hosting.Kubernetes.Resources;

namespace Aspire.Hosting.Publishing.Objects;

/// <summary>What every pod of a chart has: no rights, no token, and one folder to write to.</summary>
internal static class PodDefaults
{
    /// <summary>User and group of the services' images.</summary>
    internal const long ServiceUser = 10001;

    internal const string TemporaryVolume = "tmp";
    internal const string TemporarySize = "2Gi";

    /// <summary>Satisfies the Pod Security Standard "restricted". The ids are numbers because the kubelet cannot tell from a name that it is
    /// not root's.</summary>
    internal static PodSecurityContextV1 PodSecurity(long user) => new()
    {
        RunAsNonRoot = true,
        RunAsUser = user,
        RunAsGroup = user,
        FsGroup = user,
        SeccompProfile = new() { Type = "RuntimeDefault" },
    };

    internal static SecurityContextV1 ContainerSecurity() => new()
    {
        ReadOnlyRootFilesystem = true,
        AllowPrivilegeEscalation = false,
        Capabilities = new() { Drop = { "ALL" } },
    };

    /// <summary>A pod with one container, its rights, and a folder for temporary files.</summary>
    internal static PodSpecV1 Pod(ContainerV1 container, long user, string temporarySize)
    {
        container.SecurityContext = ContainerSecurity();
        container.VolumeMounts.Add(new() { Name = TemporaryVolume, MountPath = "/tmp" });
        return new()
        {
            AutomountServiceAccountToken = false,
            EnableServiceLinks = false,
            SecurityContext = PodSecurity(user),
            Containers = { container },
            Volumes = { EmptyVolume(TemporaryVolume, temporarySize) },
        };
    }

    internal static VolumeV1 EmptyVolume(string name, string size) => new() { Name = name, EmptyDir = new() { SizeLimit = size } };
}
