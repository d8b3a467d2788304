using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A command that runs in the container, without a shell.</summary>
public sealed class ExecActionV1
{
    /// <summary>Program and arguments.</summary>
    [YamlMember(Alias = "command")]
    public List<string> Command { get; } = [];
}
