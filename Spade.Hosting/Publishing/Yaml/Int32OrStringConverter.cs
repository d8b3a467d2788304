using Aspire.Hosting.Kubernetes.Resources;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Aspire.Hosting.Publishing.Yaml;

/// <summary>Writes a number as a number and a text as a text.</summary>
internal sealed class Int32OrStringConverter : IYamlTypeConverter
{
    public bool Accepts(Type type) => type == typeof(Int32OrStringV1);

    public object ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer) =>
        new Int32OrStringV1(parser.Consume<YamlDotNet.Core.Events.Scalar>().Value);

    public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer)
    {
        var either = (Int32OrStringV1)value!;
        var style = either.Number is null ? ScalarStyle.DoubleQuoted : ScalarStyle.Plain;
        emitter.Emit(new YamlDotNet.Core.Events.Scalar(
            AnchorName.Empty, TagName.Empty, either.Value ?? "", style, isPlainImplicit: true, isQuotedImplicit: true));
    }
}
