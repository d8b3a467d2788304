using System.Text.Encodings.Web;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Spade.Hosting;

/// <summary>A hand-written <c>values.yaml</c>. Changed values are replaced in place; all other bytes, also of comments, stay.</summary>
internal sealed class ValuesFile(string path, string text)
{
    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal string Path => path;

    internal string Text { get; private set; } = text;

    internal bool Has(params ReadOnlySpan<string> keys) => At(Root(Text), keys) is not null;

    /// <summary>The keys of a section; empty when it does not exist.</summary>
    internal IReadOnlyList<string> Keys(params ReadOnlySpan<string> keys) =>
        At(Root(Text), keys) is YamlMappingNode map ? [.. map.Children.Keys.Select(Name)] : [];

    /// <summary>A single value; null when it does not exist.</summary>
    internal string? Single(params ReadOnlySpan<string> keys) => (At(Root(Text), keys) as YamlScalarNode)?.Value;

    /// <summary>The values of a list; empty when it does not exist.</summary>
    internal IReadOnlyList<string?> Texts(params ReadOnlySpan<string> keys) =>
        At(Root(Text), keys) is YamlSequenceNode list ? [.. list.Children.OfType<YamlScalarNode>().Select(each => each.Value)] : [];

    /// <summary>Sets one value. If the file lacks it, null and an empty list are ignored.</summary>
    /// <exception cref="DistributedApplicationException">The file lacks this value.</exception>
    internal void Set(object? value, params ReadOnlySpan<string> keys)
    {
        if (At(Root(Text), keys) is not { } node)
        {
            if (value is null or IReadOnlyList<string> { Count: 0 })
                return;
            throw new DistributedApplicationException($"The application's model sets {string.Join('.', keys!)} to {Write(value)}, "
                + $"and {path} has no such value. Add it, and what uses it in the templates.");
        }

        if (IsSame(node, value))
            return;
        var (start, end) = ((int)node.Start.Index, EndOf(node, Text).Index);
        // An empty value starts right after its colon, so a space is needed.
        Text = $"{Text[..start]}{(Text[start - 1] == ':' ? " " : "")}{Write(value)}{Text[end..]}";
    }

    /// <summary>Adds sections with their comments: new ones at the end of the file, missing entries at the end of their section.</summary>
    internal void Add(string sections)
    {
        foreach (var (key, section) in Root(sections).Children)
        {
            if (At(Root(Text), Name(key)) is not YamlMappingNode there)
            {
                Text = $"{Text.TrimEnd('\n')}\n\n{Lines(sections, key, section)}";
                continue;
            }

            foreach (var (name, part) in ((YamlMappingNode)section).Children.Where(child => At(there, Name(child.Key)) is null))
                Insert(Lines(sections, name, part), Name(key));
        }
    }

    private void Insert(string lines, string section)
    {
        var node = At(Root(Text), section)!;
        var last = EndOf(node, Text).Index;
        if (((YamlMappingNode)node).Children.Count == 0)
            (Text, last) = (Text.Remove((int)node.Start.Index, last - (int)node.Start.Index), (int)node.Start.Index);
        var end = Text.IndexOf('\n', last);
        Text = end < 0 ? $"{Text}\n{lines}" : Text.Insert(end + 1, lines);
    }

    /// <summary>The lines of an entry and the comment above it.</summary>
    private static string Lines(string yaml, YamlNode key, YamlNode value)
    {
        var lines = yaml.Split('\n');
        var (first, last) = ((int)key.Start.Line - 1, EndOf(value, yaml).Line - 1);
        while (first > 0 && lines[first - 1].TrimStart().StartsWith('#'))
            first--;
        return string.Join('\n', lines[first..(last + 1)]) + "\n";
    }

    private YamlMappingNode Root(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return stream.Documents is [{ RootNode: YamlMappingNode root }]
            ? root
            : throw new DistributedApplicationException($"{path} is not a file of values: it must be one YAML map of names and values.");
    }

    private static YamlNode? At(YamlNode node, params ReadOnlySpan<string> keys)
    {
        YamlNode? current = node;
        foreach (var key in keys)
            current = current is YamlMappingNode map && map.Children.TryGetValue(key, out var child) ? child : null;
        return current;
    }

    /// <summary>Where a node ends. The parser knows only scalars; a block ends with its last entry, a flow with its bracket.</summary>
    private static (int Index, int Line) EndOf(YamlNode node, string yaml)
    {
        switch (node)
        {
            case YamlScalarNode { End: var end }:
                return ((int)end.Index, (int)end.Line);
            case YamlMappingNode { Style: not MappingStyle.Flow, Children: { Count: > 0 } children }:
                return EndOf(children[children.Count - 1].Value, yaml);
            case YamlSequenceNode { Style: not SequenceStyle.Flow, Children: { Count: > 0 } children }:
                return EndOf(children[^1], yaml);
        }

        var parser = new Parser(new StringReader(yaml));
        for (var depth = 0; parser.MoveNext();)
        {
            var part = parser.Current!;
            if (depth == 0 && part.Start.Index != node.Start.Index)
                continue;
            depth += part.NestingIncrease;
            if (depth == 0)
                return ((int)part.End.Index + 1, (int)part.End.Line);
        }

        throw new InvalidOperationException($"{node} is not of this text.");
    }

    private static string Name(YamlNode key) => ((YamlScalarNode)key).Value!;

    private static bool IsSame(YamlNode node, object? value) => value switch
    {
        IReadOnlyDictionary<string, object?> map => node is YamlMappingNode there && there.Children.Count == map.Count
            && map.All(each => At(there, each.Key) is { } child && IsSame(child, each.Value)),
        IReadOnlyList<string> list => node is YamlSequenceNode there && there.Children.Count == list.Count
            && there.Children.Zip(list).All(pair => IsSame(pair.First, pair.Second)),
        null => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "null" or "~" },
        _ => node is YamlScalarNode there && there.Value == Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    /// <summary>JSON is YAML.</summary>
    private static string Write(object? value) => JsonSerializer.Serialize(value, AsWritten);
}
