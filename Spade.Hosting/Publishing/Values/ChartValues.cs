using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aspire.Hosting.Publishing.Yaml;

namespace Aspire.Hosting.Publishing.Values;

/// <summary>The values of a chart: defaults, what they mean, what they may be.</summary>
internal sealed class ChartValues
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Mapping _values = new();
    private readonly JsonObject _schema = ObjectSchema();

    /// <summary>Begins a group of values; groups are written in the order in which they were begun.</summary>
    internal void Section(string path, string comment)
    {
        var (parent, schema, key) = Parent(path);
        Claim(parent, key, path);
        parent.Set(key, new Mapping(), comment);
        ((JsonObject)schema["properties"]!)[key] = ObjectSchema();
    }

    /// <summary>Adds a value.</summary>
    /// <param name="path">Keys with dots between.</param>
    /// <param name="value">The default.</param>
    /// <param name="comment">What it means.</param>
    /// <param name="schema">What it may be; see <see cref="ValueSchema"/>.</param>
    internal void Add(string path, Node value, string comment, JsonObject schema)
    {
        var (parent, parentSchema, key) = Parent(path);
        Claim(parent, key, path);
        parent.Set(key, value, comment);
        ((JsonObject)parentSchema["properties"]!)[key] = schema;
    }

    internal string ToYaml(string introduction)
    {
        var groups = _values.Entries.Where(entry => entry.Value is not Mapping { Items: [] } || entry.Comment is null)
            .Select(entry => YamlWriter.Write([entry]));
        return $"{introduction}\n{string.Join('\n', groups)}";
    }

    /// <summary>Strict: a value that the chart does not know is refused, and with it the misspelt one.</summary>
    internal string ToSchema()
    {
        var root = new JsonObject { ["$schema"] = "http://json-schema.org/draft-07/schema#" };
        foreach (var (key, value) in _schema)
            root[key] = value!.DeepClone();
        // Helm puts it there when the chart is a part of another.
        ((JsonObject)root["properties"]!)["global"] = ValueSchema.AnyMapping;
        return root.ToJsonString(Json) + "\n";
    }

    private (Mapping Values, JsonObject Schema, string Key) Parent(string path)
    {
        var (values, schema, keys) = (_values, _schema, path.Split('.'));
        foreach (var key in keys[..^1])
        {
            values = values[key] as Mapping ?? throw new InvalidOperationException($"Values: '{path}' has no section '{key}'.");
            schema = (JsonObject)schema["properties"]![key]!;
        }

        return (values, schema, keys[^1]);
    }

    /// <summary>Resources bring their names, so a name may meet one of the chart's own.</summary>
    private static void Claim(Mapping parent, string key, string path)
    {
        if (parent.Find(key) is not null)
            throw new DistributedApplicationException($"Two parts of the chart want the value '{path}': rename the resource that it is called after.");
    }

    private static JsonObject ObjectSchema() => new()
    {
        ["type"] = "object", ["additionalProperties"] = false, ["properties"] = new JsonObject(),
    };
}
