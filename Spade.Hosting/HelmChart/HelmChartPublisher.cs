using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Pipelines;
using Microsoft.Extensions.DependencyInjection;
using YamlDotNet.RepresentationModel;

namespace Spade.Hosting;

/// <summary>Writes a chart: its files as they are, and in <c>values.yaml</c> what the model says.</summary>
internal static class HelmChartPublisher
{
    private const string Chart = "Chart.yaml", Values = "values.yaml", NewService = "service-values.yaml", Templates = "templates";

    internal static async Task WriteAsync(HelmChartResource chart, PipelineStepContext context)
    {
        var output = Path.GetFullPath(context.Services.GetRequiredService<IPipelineOutputService>().GetOutputDirectory());
        var name = NameOf(chart.Folder, "AddHelmChart is given");
        // Everything that can be refused is refused before the first byte is written.
        CheckOutput(chart.Folder, output, name);
        var file = Path.Combine(chart.Folder, Values);
        var values = new ValuesFile(file, await File.ReadAllTextAsync(file, context.CancellationToken));
        await SetAsync(values, chart, name, context);
        foreach (var source in output == chart.Folder ? [] : Directory.GetFiles(chart.Folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(output, Path.GetRelativePath(chart.Folder, source));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(source, copy, overwrite: true);
        }

        await File.WriteAllTextAsync(Path.Combine(output, Values), values.Text, context.CancellationToken);
        context.Summary.Add("Helm chart", output);
    }

    private static async Task SetAsync(ValuesFile values, HelmChartResource chart, string chartName, PipelineStepContext context)
    {
        var published = context.Model.Resources.Where(resource =>
            resource is IComputeResource && !resource.IsExcludedFromPublish() && resource.GetComputeEnvironment() is var own && (own is null || own == chart)).ToList();
        foreach (var other in published.Where(resource => resource is not ProjectResource))
            CheckSection(other, KeyOf(other, chartName), values);
        var services = published.OfType<ProjectResource>().ToDictionary(service => (IResource)service, service => KeyOf(service, chartName));
        var environments = new Dictionary<IResource, IReadOnlyDictionary<string, object>>();
        foreach (var service in services.Keys)
            environments[service] = await EnvironmentAsync(service, context);
        var addressed = services.Keys.SelectMany(ServiceValues.ReferencesOf).ToHashSet();
        foreach (var (service, key) in services)
        {
            var isNew = !values.Has("services", key);
            if (isNew)
                Add(values, chart.Folder, service.Name, key);
            new ServiceValues((ProjectResource)service, key, values, services).Set(environments[service], addressed.Contains(service), isNew);
        }
    }

    /// <summary>A database or another container: the templates render it by its section of the values, or nothing does.</summary>
    private static void CheckSection(IResource resource, string key, ValuesFile values)
    {
        if (!values.Has(key))
            throw new DistributedApplicationException($"'{resource.Name}' would not be in the chart: {values.Path} has no section '{key}'. Write its templates and that section, or call ExcludeFromManifest() on it.");
    }

    private static void Add(ValuesFile values, string folder, string name, string key)
    {
        if (values.Has(key))
            throw new DistributedApplicationException($"The project '{name}' would take the section '{key}' of {values.Path}, which is for something else. Give the project another name.");
        var file = Path.Combine(folder, NewService);
        if (!File.Exists(file))
            throw new DistributedApplicationException($"The project '{name}' would not be in the chart: services of {values.Path} has no '{key}', and {file}, which says what a new one gets, is not there. Add either.");
        values.Add(File.ReadAllText(file).Replace("NAME", name, StringComparison.Ordinal).Replace("KEY", key, StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyDictionary<string, object>> EnvironmentAsync(IResource service, PipelineStepContext context)
    {
        var callback = new EnvironmentCallbackContext(context.ExecutionContext, service, [], context.CancellationToken) { Logger = context.Logger };
        foreach (var annotation in service.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await annotation.Callback(callback);
        return callback.EnvironmentVariables;
    }

    /// <summary>The section of a resource: <c>api</c> for <c>spade-api</c> of the chart <c>spade</c>, <c>reportMailer</c> for <c>report-mailer</c>.</summary>
    private static string KeyOf(IResource resource, string chart)
    {
        var words = (resource.Name.StartsWith($"{chart}-", StringComparison.Ordinal) ? resource.Name[(chart.Length + 1)..] : resource.Name).Split('-');
        return string.Concat(words.Select((word, index) => index == 0 || word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
    }

    private static string NameOf(string folder, string whose)
    {
        var file = Path.Combine(folder, Chart);
        if (!File.Exists(file))
            throw new DistributedApplicationException($"{whose} {folder}, which is no Helm chart: {file} is not there.");
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(file)));
        return ((YamlMappingNode)stream.Documents[0].RootNode).Children.TryGetValue("name", out var name) && name is YamlScalarNode { Value: { Length: > 0 } text }
            ? text
            : throw new DistributedApplicationException($"{file} has no name: write name: and the chart's name.");
    }

    /// <summary>Nothing but this chart is written over, and nothing is left in it that the chart does not have: Helm would render that too.</summary>
    private static void CheckOutput(string folder, string output, string name)
    {
        if (output == folder || !Directory.Exists(output) || !Directory.EnumerateFileSystemEntries(output).Any())
            return;
        if (NameOf(output, "The output folder is not empty: it is") is var other && other != name)
            throw new DistributedApplicationException($"The output folder {output} holds another chart, '{other}'. Publish into another folder.");
        var templates = Path.Combine(output, Templates);
        var stale = Directory.Exists(templates)
            ? Directory.GetFiles(templates, "*", SearchOption.AllDirectories).FirstOrDefault(file => !File.Exists(Path.Combine(folder, Path.GetRelativePath(output, file))))
            : null;
        if (stale is not null)
            throw new DistributedApplicationException($"{stale} is not in the chart {folder}, and Helm would render it with the rest. Delete it, or publish into another folder.");
    }
}
