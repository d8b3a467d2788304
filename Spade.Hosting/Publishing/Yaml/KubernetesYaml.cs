using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;

namespace Aspire.Hosting.Publishing.Yaml;

/// <summary>Objects of Kubernetes, and any class whose properties bear <c>[YamlMember]</c>, as nodes.</summary>
internal static partial class KubernetesYaml
{
    private static readonly ISerializer Serializer = new SerializerBuilder()
        .ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull)
        .WithEmissionPhaseObjectGraphVisitor(arguments => new EmptyCollections(arguments.InnerVisitor))
        .WithTypeConverter(new Int32OrStringConverter())
        .WithQuotingNecessaryStrings()
        .DisableAliases()
        .Build();

    internal static Mapping Of(object value)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Serializer.Serialize(value)));
        return (Mapping)Convert(stream.Documents[0].RootNode);
    }

    private static Node Convert(YamlNode node) => node switch
    {
        YamlMappingNode mapping => Convert(mapping),
        YamlSequenceNode sequence => new Sequence(sequence.Children.Select(Convert)),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: { } value } when Typed().IsMatch(value) => Scalar.Raw(value),
        YamlScalarNode scalar => Scalar.Of(scalar.Value ?? ""),
        _ => throw new InvalidOperationException($"{node.NodeType} has no place in a manifest."),
    };

    private static Mapping Convert(YamlMappingNode node)
    {
        var mapping = new Mapping();
        foreach (var (key, value) in node.Children)
            mapping.Set(((YamlScalarNode)key).Value!, Convert(value));
        return mapping;
    }

    [GeneratedRegex(@"^(-?\d+(\.\d+)?|true|false)$", RegexOptions.CultureInvariant)]
    private static partial Regex Typed();
}
