using YamlDotNet.RepresentationModel;

namespace Spade.Tests.Kubernetes;

/// <summary>The rules that the chart renders, as Prometheus itself reads them.</summary>
internal static class RenderedRules
{
    private const string Enabled = "monitoring.rules.enabled=true,monitoring.openSlo.enabled=true,monitoring.dashboard.enabled=true";

    /// <summary>The objects of the objectives: the rules, OpenSLO and the dashboard, among all others.</summary>
    internal static Task<IReadOnlyList<Manifest>> ObjectsAsync(params string[] values) =>
        CheckedInChart.RenderAsync(["--set", Enabled, .. values]);

    internal static async Task<YamlMappingNode> SpecAsync(params string[] values) =>
        (await ObjectsAsync(values)).Single(manifest => manifest.Kind == "PrometheusRule").Root.Map("spec");

    /// <summary>Every rule.</summary>
    internal static IEnumerable<YamlNode> Of(YamlMappingNode spec) => spec.List("groups").SelectMany(group => group.List("rules"));

    /// <summary>As a file of rules.</summary>
    /// <param name="spec">The rules.</param>
    /// <param name="interval">How often all of them are evaluated; null as they say.</param>
    internal static string File(YamlMappingNode spec, string? interval = null)
    {
        if (interval is not null)
        {
            foreach (var group in spec.List("groups").Cast<YamlMappingNode>())
                group.Children["interval"] = interval;
        }

        return Manifest.TextOf(spec);
    }
}
