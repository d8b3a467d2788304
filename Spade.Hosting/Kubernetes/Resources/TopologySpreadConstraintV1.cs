using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>How evenly pods spread.</summary>
public sealed class TopologySpreadConstraintV1
{
    /// <summary>Difference allowed between the fullest and the emptiest.</summary>
    [YamlMember(Alias = "maxSkew")]
    public int? MaxSkew { get; set; }

    /// <summary>Label of nodes that tells the places apart.</summary>
    [YamlMember(Alias = "topologyKey")]
    public string? TopologyKey { get; set; }

    /// <summary><c>DoNotSchedule</c> (default) or <c>ScheduleAnyway</c>.</summary>
    [YamlMember(Alias = "whenUnsatisfiable")]
    public string? WhenUnsatisfiable { get; set; }

    /// <summary>The pods that count.</summary>
    [YamlMember(Alias = "labelSelector")]
    public LabelSelectorV1 LabelSelector { get; set; } = new();

    /// <summary>Labels whose values the pods must share to count.</summary>
    [YamlMember(Alias = "matchLabelKeys")]
    public List<string> MatchLabelKeys { get; } = [];

    /// <summary>Least number of places.</summary>
    [YamlMember(Alias = "minDomains")]
    public int? MinDomains { get; set; }

    /// <summary><c>Honor</c> (default) or <c>Ignore</c>.</summary>
    [YamlMember(Alias = "nodeAffinityPolicy")]
    public string? NodeAffinityPolicy { get; set; }

    /// <summary><c>Ignore</c> (default) or <c>Honor</c>.</summary>
    [YamlMember(Alias = "nodeTaintsPolicy")]
    public string? NodeTaintsPolicy { get; set; }
}
