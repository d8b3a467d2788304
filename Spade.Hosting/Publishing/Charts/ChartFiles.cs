using Aspire.Hosting.Kubernetes.Resources;
using Aspire.Hosting.Publishing.Yaml;

namespace Aspire.Hosting.Publishing.Charts;

/// <summary>The files of a chart while it is put together.</summary>
internal sealed class ChartFiles
{
    private readonly SortedDictionary<string, ChartFile> _files = new(StringComparer.Ordinal);

    internal void Add(string path, string content) => _files.Add(path, new(path, content));

    /// <summary>Adds an object's template, named after its kind; a second one of a kind bears its object's name too.</summary>
    internal void Add(string folder, BaseKubernetesResource resource, IEnumerable<Item> document)
    {
        var kind = resource is ConfigMap ? "config" : resource.Kind!.ToLowerInvariant();
        var path = $"templates/{folder}/{kind}.yaml";
        if (_files.ContainsKey(path))
            path = $"templates/{folder}/{kind}-{resource.Metadata.Name}.yaml";
        if (_files.ContainsKey(path))
            throw new DistributedApplicationException($"'{folder}' has two objects {resource.Kind} named '{resource.Metadata.Name}': rename one.");
        Add(path, $"{OutputFolder.Mark}\n{YamlWriter.Write(document)}");
    }

    internal IReadOnlyList<ChartFile> InOrder() => [.. _files.Values];
}
