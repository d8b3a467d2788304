using YamlDotNet.RepresentationModel;

namespace Spade.Tests.Kubernetes;

/// <summary>One object of a rendered chart.</summary>
internal sealed record Manifest(YamlMappingNode Root)
{
    internal string Kind => Root.Text("kind")!;

    internal string Name => Root.Text("metadata", "name")!;

    internal string Label => $"{Kind}/{Name}";

    /// <summary>The pod spec; null for an object without pods.</summary>
    internal YamlMappingNode? Pod => Root.At(Kind == "Pod" ? ["spec"] : ["spec", "template", "spec"]) as YamlMappingNode;

    internal YamlMappingNode Container => Pod!.Map("containers", "0");

    /// <summary>True for a kind of Kubernetes itself; false for one that something in the cluster has to define.</summary>
    internal bool IsBuiltIn => Root.Text("apiVersion")!.Split('/') is [_] or [not ("keda.sh" or "monitoring.coreos.com"
        or "gateway.networking.k8s.io"), _];

    /// <summary>The container's variables by name; null for a value from a secret or field.</summary>
    internal IReadOnlyDictionary<string, string?> Variables => Container.List("env")
        .ToDictionary(variable => variable.Text("name")!, variable => variable.Text("value"));

    internal static IReadOnlyList<Manifest> Parse(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return [.. stream.Documents.Select(document => document.RootNode).OfType<YamlMappingNode>().Select(root => new Manifest(root))];
    }

    /// <summary>A node as text.</summary>
    internal static string TextOf(YamlNode node)
    {
        using var text = new StringWriter();
        new YamlStream(new YamlDocument(node)).Save(text, assignAnchors: false);
        // It ends the document, and more documents could follow.
        return text.ToString().Replace("\n...", "", StringComparison.Ordinal);
    }

    public override string ToString() => Label;
}
