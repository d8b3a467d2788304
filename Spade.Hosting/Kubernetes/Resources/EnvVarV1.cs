using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A variable of a container.</summary>
public sealed class EnvVarV1
{
    /// <summary>Name.</summary>
    [YamlMember(Alias = "name")]
    public string Name { get; set; } = null!;

    /// <summary>Value; <c>$(NAME)</c> stands for an earlier variable.</summary>
    [YamlMember(Alias = "value")]
    public string Value { get; set; } = null!;

    /// <summary>Where the value comes from, in place of <see cref="Value"/>.</summary>
    [YamlMember(Alias = "valueFrom")]
    public EnvVarSourceV1? ValueFrom { get; set; }
}
