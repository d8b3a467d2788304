using System.Collections;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.ObjectGraphVisitors;

namespace Aspire.Hosting.Publishing.Yaml;

/// <summary>Leaves out lists and dictionaries without entries. YamlDotNet's own way leaves out empty texts as well, and one such as
/// <c>storageClassName: ""</c> says something.</summary>
internal sealed class EmptyCollections(IObjectGraphVisitor<IEmitter> next) : ChainedObjectGraphVisitor(next)
{
    public override bool EnterMapping(IPropertyDescriptor key, IObjectDescriptor value, IEmitter context, ObjectSerializer serializer) =>
        value.Value is not ICollection { Count: 0 } && base.EnterMapping(key, value, context, serializer);
}
