using Aspire.Hosting.Publishing.Reading;
using Aspire.Hosting.Publishing.Values;
using Aspire.Hosting.Publishing.Yaml;

namespace Aspire.Hosting.Publishing.Templates;

/// <summary>Makes values of a service's variables that anybody may read, and a helper that puts all of them together: the config map
/// and the digest on the pods are of the same lines.</summary>
internal sealed class ConfigTemplate(PublishedModel model, PublishedService service, PublishedEnvironment environment, ShutdownTemplate? shutdown)
{
    private readonly List<string> _taken = [];

    internal string Helper => $"{model.Names.Chart}.{service.Key}.config";

    private string Path => $"{service.Key}.config";

    /// <summary>Makes the variables that follow from nothing else into values; the others stay.</summary>
    /// <param name="config">The config map.</param>
    /// <param name="container">The service's container. What it sets itself wins over the config map, so nothing there may bear such a name.</param>
    /// <param name="values">Takes the values.</param>
    internal void Hoist(Mapping config, Mapping container, ChartValues values)
    {
        _taken.AddRange(Names(container));
        var data = config["data"] as Mapping ?? new Mapping();
        config.Set("data", data);
        shutdown?.TakeVariables(data);
        CheckTaken(data);
        var adjustable = new Mapping();
        foreach (var entry in data.Entries.Where(entry => !IsComputed(entry)).OrderBy(entry => entry.Key, StringComparer.Ordinal).ToList())
        {
            adjustable.Set(entry.Key!, entry.Value);
            data.Replace(entry.Key!);
        }

        values.Add(
            Path, adjustable, "Variables of the processes, for what no other value sets. Passwords do not belong here; see extraEnv.",
            ValueSchema.Variables);
    }

    /// <summary>The document, once its values are hoisted.</summary>
    internal IEnumerable<Item> Document(Mapping config)
    {
        var computed = ((Mapping)config["data"]!).Entries.ToList();
        config.Set("data", new Fragment($"include \"{Helper}\" . | trim"));
        return [Define(computed), .. config.Items];
    }

    private static IEnumerable<string> Names(Mapping container) => ((container["env"] as Sequence)?.Values ?? [])
        .OfType<Mapping>().Select(variable => variable["name"]).OfType<Scalar>().Select(name => name.Text);

    private void CheckTaken(Mapping data)
    {
        if (data.Entries.FirstOrDefault(entry => _taken.Contains(entry.Key!, StringComparer.OrdinalIgnoreCase)) is { Key: var name })
        {
            throw new DistributedApplicationException(
                $"'{service.Resource.Name}': the variable {name} is one that the chart sets itself, so it would have no effect. Do not set it when publishing.");
        }
    }

    private bool IsComputed(Entry entry) => environment.Config.ContainsKey(entry.Key!)
        ? environment.Computed.Contains(entry.Key!)
        : entry.Value is Scalar scalar && Templates.Hoist.IsExpression(scalar);

    private Block Define(List<Entry> computed)
    {
        var names = computed.Select(entry => entry.Key!).Concat(_taken).ToList();
        var items = new List<Item>(computed);
        if (model.Migration is { } migration && environment.UsesDatabase)
        {
            items.Add(new Entry(
                migration.StartupSwitch, new Expression($"not .Values.{DatabaseTemplate.ExternalSection}.enabled | quote"),
                "With an external database a job migrates before the pods start."));
            names.Add(migration.StartupSwitch);
            var direct = $"{model.Database!.Name}_direct";
            items.Add(new Block(
                $"if {DatabaseTemplate.HasPooler}",
                new Entry($"ConnectionStrings__{direct}", new Expression($"include \"{model.Names.Chart}.database.directConnectionString\" . | quote")),
                new Entry(migration.DirectConnectionSwitch, Scalar.Of(direct), "A node's session is its own.")));
            names.AddRange([$"ConnectionStrings__{direct}", migration.DirectConnectionSwitch]);
        }

        if (shutdown is not null)
            names.AddRange(ShutdownTemplate.Names);
        var taken = string.Join(' ', names.Select(name => $"\"{name}\""));
        items.Add(new Insert(
            $"include \"{model.Names.Chart}.config\" (dict \"config\" .Values.{Path} \"path\" \"{Path}\" \"taken\" (concat (list {taken}) ({TelemetryTemplate.Names}))) | trim",
            $"From {Path}."));
        return new($"define \"{Helper}\"", [.. items]);
    }
}
