using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A container of a pod.</summary>
public sealed class ContainerV1
{
    /// <summary>Name, unique in the pod.</summary>
    [YamlMember(Alias = "name")]
    public string Name { get; set; } = null!;

    /// <summary>Image with its tag.</summary>
    [YamlMember(Alias = "image")]
    public string Image { get; set; } = null!;

    /// <summary><c>Always</c>, <c>IfNotPresent</c> or <c>Never</c>.</summary>
    [YamlMember(Alias = "imagePullPolicy")]
    public string ImagePullPolicy { get; set; } = null!;

    /// <summary>In place of the image's entry point.</summary>
    [YamlMember(Alias = "command")]
    public List<string> Command { get; } = [];

    /// <summary>In place of the image's arguments.</summary>
    [YamlMember(Alias = "args")]
    public List<string> Args { get; } = [];

    /// <summary>In place of the image's folder.</summary>
    [YamlMember(Alias = "workingDir")]
    public string? WorkingDir { get; set; }

    /// <summary>Variables; they win over <see cref="EnvFrom"/>.</summary>
    [YamlMember(Alias = "env")]
    public List<EnvVarV1> Env { get; } = [];

    /// <summary>Objects whose entries become variables.</summary>
    [YamlMember(Alias = "envFrom")]
    public List<EnvFromSourceV1> EnvFrom { get; } = [];

    /// <summary>Ports that it listens on.</summary>
    [YamlMember(Alias = "ports")]
    public List<ContainerPortV1> Ports { get; } = [];

    /// <summary>Has it started?</summary>
    [YamlMember(Alias = "startupProbe")]
    public ProbeV1? StartupProbe { get; set; }

    /// <summary>May requests come?</summary>
    [YamlMember(Alias = "readinessProbe")]
    public ProbeV1? ReadinessProbe { get; set; }

    /// <summary>Is it alive?</summary>
    [YamlMember(Alias = "livenessProbe")]
    public ProbeV1? LivenessProbe { get; set; }

    /// <summary>What runs beside its start and its end.</summary>
    [YamlMember(Alias = "lifecycle")]
    public LifecycleV1? Lifecycle { get; set; }

    /// <summary>What it needs and what it may use.</summary>
    [YamlMember(Alias = "resources")]
    public ResourceRequirementsV1? Resources { get; set; }

    /// <summary>Its rights.</summary>
    [YamlMember(Alias = "securityContext")]
    public SecurityContextV1? SecurityContext { get; set; }

    /// <summary>What is mounted where.</summary>
    [YamlMember(Alias = "volumeMounts")]
    public List<VolumeMountV1> VolumeMounts { get; } = [];
}
