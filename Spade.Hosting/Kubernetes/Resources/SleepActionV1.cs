using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A pause.</summary>
public sealed class SleepActionV1
{
    /// <summary>Its length.</summary>
    [YamlMember(Alias = "seconds")]
    public long Seconds { get; set; }
}
