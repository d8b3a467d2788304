using Aspire.Hosting.Kubernetes.Resources;
using YamlDotNet.Serialization;

namespace Spade.Hosting.Kubernetes;

/// <summary>What is wanted of a <see cref="Job"/>.</summary>
public sealed class JobSpecV1
{
    /// <summary>Failed tries after which the job has failed. Kubernetes' default is 6.</summary>
    [YamlMember(Alias = "backoffLimit")]
    public int? BackoffLimit { get; set; }

    /// <summary>Seconds after which the job has failed, whatever it does.</summary>
    [YamlMember(Alias = "activeDeadlineSeconds")]
    public long? ActiveDeadlineSeconds { get; set; }

    /// <summary>Seconds after which a finished job is deleted.</summary>
    [YamlMember(Alias = "ttlSecondsAfterFinished")]
    public int? TtlSecondsAfterFinished { get; set; }

    /// <summary>What the pod is.</summary>
    [YamlMember(Alias = "template")]
    public PodTemplateSpecV1 Template { get; set; } = new();
}
