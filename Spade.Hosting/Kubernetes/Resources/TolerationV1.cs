using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A taint that a pod puts up with.</summary>
public sealed class TolerationV1
{
    /// <summary>The taint.</summary>
    [YamlMember(Alias = "key")]
    public string Key { get; set; } = null!;

    /// <summary><c>Equal</c> (default) or <c>Exists</c>.</summary>
    [YamlMember(Alias = "operator")]
    public string Operator { get; set; } = null!;

    /// <summary>Its value.</summary>
    [YamlMember(Alias = "value")]
    public string Value { get; set; } = null!;

    /// <summary>Its effect; every one when null.</summary>
    [YamlMember(Alias = "effect")]
    public string Effect { get; set; } = null!;

    /// <summary>Seconds that a pod stays, for <c>NoExecute</c>.</summary>
    [YamlMember(Alias = "tolerationSeconds")]
    public long? TolerationSeconds { get; set; }
}
