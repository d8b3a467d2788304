using System.Text.RegularExpressions;

namespace Spade.Hosting;

/// <summary>Copies a chart and sets its <c>values.yaml</c> from the application's model.</summary>
internal static class HelmChartPublisher
{
    private const string Chart = "Chart.yaml", Values = "values.yaml", NewService = "service-values.yaml";

    /// <summary>Chart folders in which Helm renders or installs every file.</summary>
    private static readonly string[] Rendered = ["templates", "charts", "crds"];

    /// <summary>Writes the chart to a folder, given by its full path. In the chart's own folder it sets the values in place.</summary>
    internal static async Task WriteAsync(
        HelmChartResource chart, string output, IEnumerable<IResource> resources,
        DistributedApplicationExecutionContext execution, CancellationToken cancellationToken)
    {
        output = Path.TrimEndingDirectorySeparator(output);
        var name = NameOf(chart.Folder, "AddHelmChart is given");
        // All checks come before the first write, so that a failure leaves the output unchanged.
        CheckOutput(chart.Folder, output, name);
        var file = Path.Combine(chart.Folder, Values);
        if (!File.Exists(file))
            throw new DistributedApplicationException($"The chart {chart.Folder} has no {Values}: add it, with what its templates use.");
        var values = new ValuesFile(file, await File.ReadAllTextAsync(file, cancellationToken));
        var published = resources.Where(resource => IsPublished(resource, chart)).ToList();
        foreach (var other in published.Where(resource => resource is not ProjectResource))
            CheckSection(other, KeyOf(other, name), values);
        var environments = new Dictionary<ProjectResource, IReadOnlyDictionary<string, object>>();
        foreach (var service in published.OfType<ProjectResource>())
            environments[service] = await EnvironmentAsync(service, execution, cancellationToken);
        Set(values, chart.Folder, name, environments);
        foreach (var source in output == chart.Folder ? [] : Directory.GetFiles(chart.Folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(output, Path.GetRelativePath(chart.Folder, source));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(source, copy, overwrite: true);
        }

        await File.WriteAllTextAsync(Path.Combine(output, Values), values.Text, cancellationToken);
    }

    private static bool IsPublished(IResource resource, HelmChartResource chart) => resource is IComputeResource
        && !resource.IsExcludedFromPublish() && (resource.GetComputeEnvironment() ?? chart) == chart;

    private static void Set(
        ValuesFile values, string folder, string chart, Dictionary<ProjectResource, IReadOnlyDictionary<string, object>> environments)
    {
        var keys = environments.Keys.ToDictionary(service => service, service => KeyOf(service, chart));
        if (values.Keys("services").Except(keys.Values).FirstOrDefault() is { } gone)
        {
            throw new DistributedApplicationException($"services.{gone} of {values.Path} is not a project of the application, and the "
                + $"chart would render it. Remove it there, and the sections {gone} and shutdown.{gone}.");
        }

        if (keys.Keys.Where(service => service.HasAnnotationOfType<MigrationAnnotation>()).ToList() is [var first, var second, ..])
        {
            throw new DistributedApplicationException($"'{first.Name}' and '{second.Name}' both have migrations, and the chart has "
                + "one job for them. Call WithMigrations() only on the one whose program applies them all.");
        }

        var addressed = keys.Keys.SelectMany(ServiceValues.ReferencesOf).ToHashSet();
        foreach (var (service, key) in keys)
        {
            var isNew = !values.Has("services", key);
            if (isNew)
                Add(values, folder, service.Name, key);
            new ServiceValues(service, key, values, keys).Set(environments[service], addressed.Contains(service), isNew);
        }
    }

    /// <summary>A database or other container must have a section in the values, from which the templates render it.</summary>
    private static void CheckSection(IResource resource, string key, ValuesFile values)
    {
        if (!values.Has(key))
        {
            throw new DistributedApplicationException($"'{resource.Name}' would not be in the chart: {values.Path} has no section '{key}'. "
                + "Write its templates and that section, or call ExcludeFromManifest() on it.");
        }
    }

    private static void Add(ValuesFile values, string folder, string name, string key)
    {
        if (values.Has(key))
        {
            throw new DistributedApplicationException($"The project '{name}' would take the section '{key}' of {values.Path}, which is for "
                + "something else. Give the project another name.");
        }

        var file = Path.Combine(folder, NewService);
        if (!File.Exists(file))
        {
            throw new DistributedApplicationException($"The project '{name}' would not be in the chart: services of {values.Path} has no "
                + $"'{key}', and {file}, which says what a new one gets, is not there. Add either.");
        }

        // Whole words only: $(POD_NAME) must stay.
        values.Add(Regex.Replace(Regex.Replace(File.ReadAllText(file), @"\bNAME\b", name), @"\bKEY\b", key));
    }

    private static async Task<IReadOnlyDictionary<string, object>> EnvironmentAsync(
        ProjectResource service, DistributedApplicationExecutionContext execution, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(execution, service, [], cancellationToken);
        foreach (var annotation in service.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await annotation.Callback(context);
        return context.EnvironmentVariables;
    }

    /// <summary>The section's key: <c>api</c> for <c>shop-api</c> of chart <c>shop</c>, <c>mailQueue</c> for <c>mail-queue</c>.</summary>
    private static string KeyOf(IResource resource, string chart)
    {
        var name = resource.Name.StartsWith($"{chart}-", StringComparison.Ordinal) ? resource.Name[(chart.Length + 1)..] : resource.Name;
        return Regex.Replace(name, "-+(.)", next => next.Groups[1].Value.ToUpperInvariant());
    }

    private static string NameOf(string folder, string whose)
    {
        var file = Path.Combine(folder, Chart);
        if (!File.Exists(file))
            throw new DistributedApplicationException($"{whose} {folder}, which is not a Helm chart: {file} is not there.");
        return new ValuesFile(file, File.ReadAllText(file)).Single("name") is { Length: > 0 } name
            ? name
            : throw new DistributedApplicationException($"{file} has no name: write name: and the chart's name.");
    }

    /// <summary>The output may only overwrite this chart and must hold no extra files that Helm would use.</summary>
    private static void CheckOutput(string folder, string output, string name)
    {
        if (output.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new DistributedApplicationException($"The output folder {output} is inside the chart {folder}. Publish elsewhere.");
        if (output == folder || !Directory.Exists(output) || !Directory.EnumerateFileSystemEntries(output).Any())
            return;
        if (NameOf(output, "The output folder is not empty: it is") is var other && other != name)
            throw new DistributedApplicationException($"The output folder {output} holds another chart, '{other}'. Publish elsewhere.");
        var stale = Rendered.Select(part => Path.Combine(output, part)).Where(Directory.Exists)
            .SelectMany(part => Directory.GetFiles(part, "*", SearchOption.AllDirectories))
            .FirstOrDefault(file => !File.Exists(Path.Combine(folder, Path.GetRelativePath(output, file))));
        if (stale is not null)
            throw new DistributedApplicationException($"{stale} is not in the chart {folder}, and Helm would use it. Delete it first.");
    }
}
