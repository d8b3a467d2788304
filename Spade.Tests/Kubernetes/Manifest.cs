using YamlDotNet.RepresentationModel;

namespace Spade.Tests.Kubernetes;

/// <summary>One object of a rendered chart.</summary>
internal sealed record Manifest(YamlMappingNode Root)
{
    internal string Kind => Root.Text("kind")!;

    internal string Name => Root.Text("metadata", "name")!;

    internal string Label => $"{Kind}/{Name}";

    /// <summary>The pod spec; null for an object without pods.</summary>
    internal YamlMappingNode? Pod => Root.At("spec", "template", "spec") as YamlMappingNode;

    internal YamlMappingNode Container => Root.Map("spec", "template", "spec", "containers", "0");

    /// <summary>The container's variables by name; null for a value from a secret or field.</summary>
    internal IReadOnlyDictionary<string, string?> Variables => Container.List("env")
        .ToDictionary(variable => variable.Text("name")!, variable => variable.Text("value"));

    internal static IReadOnlyList<Manifest> Parse(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return [.. stream.Documents.Select(document => document.RootNode).OfType<YamlMappingNode>().Select(root => new Manifest(root))];
    }

    public override string ToString() => Label;
}
