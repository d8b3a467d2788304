using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing.Reading;

/// <summary>Names and labels of a chart's objects.</summary>
/// <param name="chart">The chart's name.</param>
internal sealed partial class ChartNames(string chart)
{
    internal string Chart { get; } = IsName().IsMatch(chart)
        ? chart
        : throw new DistributedApplicationException(
            $"'{chart}' cannot name a Helm chart: lower-case letters, digits and hyphens, first a letter. Set HelmChartName with WithProperties.");

    /// <summary>Name of the resource's objects: the resource's, after the chart's when it does not begin with that already.</summary>
    internal string ObjectName(IResource resource) => $"{Chart}-{Component(resource)}";

    /// <summary>The resource's part of <c>values.yaml</c>: <c>spade-report-mailer</c> is <c>reportMailer</c> in the chart <c>spade</c>. A hyphen
    /// could not be followed by a dot in a template.</summary>
    internal string ValueKey(IResource resource) => ValueKey(Component(resource));

    /// <inheritdoc cref="ValueKey(IResource)"/>
    internal static string ValueKey(string name) => AfterHyphen().Replace(name, match => match.Groups[1].Value.ToUpperInvariant());

    /// <summary>What a pod is found by. A selector cannot change, so nothing of a version is in it.</summary>
    internal Dictionary<string, string> SelectorLabels(IResource resource) => SelectorLabels(ObjectName(resource));

    /// <inheritdoc cref="SelectorLabels(IResource)"/>
    internal static Dictionary<string, string> SelectorLabels(string name) => new()
    {
        ["app"] = name,
        ["app.kubernetes.io/instance"] = "{{ .Release.Name }}",
    };

    /// <summary>Labels of pods. The chart's version is not among them: a chart that changes nothing else must not restart them.</summary>
    internal Dictionary<string, string> PodLabels(string name, string component) => new(SelectorLabels(name))
    {
        ["app.kubernetes.io/name"] = name,
        ["app.kubernetes.io/component"] = component,
        ["app.kubernetes.io/part-of"] = Chart,
        ["app.kubernetes.io/managed-by"] = "{{ .Release.Service }}",
    };

    /// <inheritdoc cref="PodLabels(string, string)"/>
    internal Dictionary<string, string> PodLabels(IResource resource)
    {
        var labels = PodLabels(ObjectName(resource), Component(resource));
        // A database is not of the application's version, and must not restart with it.
        if (resource is ProjectResource)
            labels["app.kubernetes.io/version"] = "{{ .Chart.AppVersion }}";
        return labels;
    }

    internal Dictionary<string, string> ObjectLabels(string name, string component) => WithChart(PodLabels(name, component));

    internal Dictionary<string, string> ObjectLabels(IResource resource) => WithChart(PodLabels(resource));

    internal string Component(IResource resource)
    {
        var name = resource.Name.ToLowerInvariant();
        return name.StartsWith($"{Chart}-", StringComparison.Ordinal) ? name[(Chart.Length + 1)..] : name;
    }

    private Dictionary<string, string> WithChart(Dictionary<string, string> labels)
    {
        labels["helm.sh/chart"] = $"{{{{ include \"{Chart}.chart\" . }}}}";
        return labels;
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex IsName();

    [GeneratedRegex("-([a-z0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex AfterHyphen();
}
