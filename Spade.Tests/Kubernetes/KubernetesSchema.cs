using System.Globalization;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Spade.Tests.Kubernetes;

/// <summary>Validates objects against the descriptions in Schemas, of Kubernetes and of other kinds, more strictly than most clusters.
/// Errors are an unknown field, as with <c>kubectl apply --validate=strict</c>, a string that YAML reads as a number, and a duplicate key
/// in a list that Kubernetes merges by key, which server-side apply would reject only during an upgrade.</summary>
internal sealed class KubernetesSchema
{
    private readonly Dictionary<string, string> _kinds;
    private readonly Dictionary<string, JsonElement> _schemas;

    private KubernetesSchema(params IReadOnlyList<string> files)
    {
        var roots = files.Select(
            file => JsonElement.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Kubernetes", "Schemas", file)))).ToList();
        _kinds = roots.SelectMany(root => root.GetProperty("kinds").EnumerateObject())
            .ToDictionary(kind => kind.Name, kind => kind.Value.GetString()!, StringComparer.Ordinal);
        _schemas = roots.SelectMany(root => root.GetProperty("schemas").EnumerateObject())
            .ToDictionary(schema => schema.Name, schema => schema.Value, StringComparer.Ordinal);
    }

    internal static KubernetesSchema Latest { get; } = new("kubernetes-1.36.json", "custom-kinds.json");

    /// <summary>All errors of an object, one line each.</summary>
    internal IReadOnlyList<string> Errors(Manifest manifest)
    {
        var errors = new List<string>();
        var kind = $"{manifest.Root.Text("apiVersion")} {manifest.Root.Text("kind")}";
        if (_kinds.TryGetValue(kind, out var schema))
            Check(manifest.Root, _schemas[schema], manifest.Label, errors);
        else
            errors.Add($"unknown kind {kind}");
        return errors;
    }

    private void Check(YamlNode node, JsonElement schema, string path, List<string> errors)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            schema = _schemas[reference.GetString()!.Split('/')[^1]];
        var type = schema.TryGetProperty("type", out var name) ? name.GetString() : null;
        switch (type)
        {
            case "object":
                CheckObject(node, schema, path, errors);
                break;
            case "array" when node is YamlSequenceNode list:
                for (var i = 0; i < list.Children.Count; i++)
                    Check(
                        list.Children[i], schema.GetProperty("items"), string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), errors);
                CheckKeys(list, schema, path, errors);
                break;
            default:
                if (!IsScalar(node, type, schema))
                    errors.Add($"{path}: '{node}' is no {type ?? "number or text"}");
                break;
        }
    }

    /// <summary>Finds duplicates: entries with equal key fields, or equal entries of a set.</summary>
    private static void CheckKeys(YamlSequenceNode list, JsonElement schema, string path, List<string> errors)
    {
        Func<YamlNode, string>? key =
            schema.TryGetProperty("x-kubernetes-list-map-keys", out var fields) ? entry =>
                string.Join('/', fields.EnumerateArray().Select(field => entry.Text(field.GetString()!)))
            : schema.TryGetProperty("x-kubernetes-list-type", out var kind) && kind.GetString() == "set" ? entry => entry.ToString()
            : null;
        if (key is not null)
        {
            errors.AddRange(
                list.Children.GroupBy(key).Where(same => same.Count() > 1)
                    .Select(same => $"{path}: {same.Key} stands there {same.Count()} times"));
        }
    }

    private void CheckObject(YamlNode node, JsonElement schema, string path, List<string> errors)
    {
        if (node is not YamlMappingNode mapping)
        {
            errors.Add($"{path}: '{node}' is no object");
            return;
        }

        foreach (var (key, value) in mapping.Children)
            CheckField(((YamlScalarNode)key).Value!, value, schema, path, errors);
        if (!schema.TryGetProperty("required", out var required))
            return;
        errors.AddRange(required.EnumerateArray().Select(field => field.GetString()!)
            .Where(field => mapping.At(field) is null).Select(field => $"{path}: {field} is missing"));
    }

    private void CheckField(string field, YamlNode value, JsonElement schema, string path, List<string> errors)
    {
        if (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(field, out var property))
            Check(value, property, $"{path}.{field}", errors);
        else if (schema.TryGetProperty("additionalProperties", out var any) && any.ValueKind == JsonValueKind.Object)
            Check(value, any, $"{path}.{field}", errors);
        else
            errors.Add($"{path}.{field}: unknown field");
    }

    private static bool IsScalar(YamlNode node, string? type, JsonElement schema)
    {
        if (node is not YamlScalarNode scalar || (scalar.Style == ScalarStyle.Plain && scalar.Value is null or "" or "null" or "~"))
            return false;
        var isPlain = scalar.Style == ScalarStyle.Plain;
        return type switch
        {
            "integer" => isPlain && long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            "number" => isPlain && IsNumber(scalar.Value!),
            "boolean" => isPlain && scalar.Value is "true" or "false",
            "string" => !(isPlain && LooksTyped(scalar.Value!)) && IsAllowed(scalar.Value!, schema),
            // A number or a string: ports, percentages, quantities.
            _ => true,
        };
    }

    private static bool IsAllowed(string value, JsonElement schema) =>
        !schema.TryGetProperty("enum", out var values) || values.EnumerateArray().Any(allowed => allowed.GetString() == value);

    private static bool LooksTyped(string value) => value is "true" or "false" or "yes" or "no" or "on" or "off" || IsNumber(value);

    private static bool IsNumber(string value) => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
