using System.Text.Json.Nodes;
using Aspire.Hosting.Publishing.Values;
using Aspire.Hosting.Publishing.Yaml;

namespace Aspire.Hosting.Publishing.Templates;

/// <summary>Makes values of the chart out of what stands in its objects: the literal becomes the default, and a reference takes its place.</summary>
internal sealed class Hoist(ChartValues values)
{
    internal ChartValues Values { get; } = values;

    /// <summary>Hoists a number or a text; what is missing, or already an expression, stays as it is.</summary>
    internal void Field(Mapping? mapping, string key, string path, string comment, JsonObject schema)
    {
        if (mapping?[key] is not Scalar scalar || IsExpression(scalar))
            return;
        Values.Add(path, scalar, comment, schema);
        mapping.Set(key, new Expression($".Values.{path} | {(scalar.IsText ? "quote" : "int64")}"));
    }

    /// <summary>Hoists a mapping or a list, which is left out when it is empty.</summary>
    internal void Lines(Mapping mapping, string key, string path, string comment, JsonObject schema, string before)
    {
        var node = mapping[key];
        Values.Add(path, node ?? (schema["type"]!.GetValue<string>() == "array" ? new Sequence() : new Mapping()), comment, schema);
        Reference(mapping, key, path, before);
    }

    /// <summary>Puts a value that is there already, and may be empty, where a key stands, or before another.</summary>
    internal static void Reference(Mapping mapping, string key, string path, string before)
    {
        var block = new Block($"with .Values.{path}", new Entry(key, new Fragment("toYaml .")));
        if (mapping[key] is null)
            mapping.InsertBefore(before, block);
        else
            mapping.Replace(key, block);
    }

    internal static bool IsExpression(Scalar scalar) => scalar.Text.Contains("{{", StringComparison.Ordinal);
}
