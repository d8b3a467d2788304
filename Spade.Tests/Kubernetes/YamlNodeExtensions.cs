using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Spade.Tests.Kubernetes;

/// <summary>Reads YAML by path; a number in the path is a list index.</summary>
internal static class YamlNodeExtensions
{
    internal static YamlNode? At(this YamlNode node, params ReadOnlySpan<string> path)
    {
        YamlNode? current = node;
        foreach (var key in path)
        {
            current = current switch
            {
                YamlMappingNode mapping => mapping.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null,
                YamlSequenceNode sequence => sequence.Children.ElementAtOrDefault(int.Parse(key, CultureInfo.InvariantCulture)),
                _ => null,
            };
        }

        return current;
    }

    internal static string? Text(this YamlNode node, params ReadOnlySpan<string> path) => (node.At(path) as YamlScalarNode)?.Value;

    internal static int Number(this YamlNode node, params ReadOnlySpan<string> path) =>
        int.Parse(node.Text(path) ?? throw new KeyNotFoundException(string.Join('.', path!)), CultureInfo.InvariantCulture);

    internal static YamlMappingNode Map(this YamlNode node, params ReadOnlySpan<string> path) =>
        node.At(path) as YamlMappingNode ?? throw new KeyNotFoundException(string.Join('.', path!));

    internal static IEnumerable<YamlNode> List(this YamlNode node, params ReadOnlySpan<string> path) =>
        (node.At(path) as YamlSequenceNode)?.Children ?? [];

    internal static IReadOnlyDictionary<string, string> Texts(this YamlNode node, params ReadOnlySpan<string> path) =>
        (node.At(path) as YamlMappingNode ?? new YamlMappingNode()).Children.ToDictionary(
            pair => ((YamlScalarNode)pair.Key).Value!, pair => ((YamlScalarNode)pair.Value).Value!);

    /// <summary>All scalars below a node with their paths.</summary>
    internal static IEnumerable<(string Path, string Value)> Scalars(this YamlNode node, string path = "") => node switch
    {
        YamlScalarNode scalar => [(path, scalar.Value ?? "")],
        YamlMappingNode mapping => mapping.Children.SelectMany(pair => pair.Value.Scalars($"{path}.{((YamlScalarNode)pair.Key).Value}")),
        YamlSequenceNode sequence => sequence.Children.SelectMany((item, index) => item.Scalars($"{path}[{index}]")),
        _ => [],
    };
}
