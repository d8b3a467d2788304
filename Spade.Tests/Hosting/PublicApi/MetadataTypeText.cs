using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Spade.Tests.Hosting.PublicApi;

/// <summary>Types of a signature as text. Nothing that a type refers to has to be at hand.</summary>
internal sealed class MetadataTypeText(MetadataReader metadata) : ISignatureTypeProvider<string, MetadataTypeText.Names>
{
    /// <summary>What the type parameters of a signature's surroundings are called.</summary>
    internal sealed record Names(IReadOnlyList<string> OfType, IReadOnlyList<string> OfMethod);

    internal string Of(EntityHandle handle, Names names) => handle.Kind switch
    {
        HandleKind.TypeDefinition => GetTypeFromDefinition(metadata, (TypeDefinitionHandle)handle, 0),
        HandleKind.TypeReference => GetTypeFromReference(metadata, (TypeReferenceHandle)handle, 0),
        _ => metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, names),
    };

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeDefinition(handle);
        var name = reader.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer
            ? $"{GetTypeFromDefinition(reader, outer, 0)}.{name}"
            : Full(reader.GetString(type.Namespace), name);
    }

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, 0)}.{name}"
            : Full(reader.GetString(type.Namespace), name);
    }

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
        $"{genericType.Split('`')[0]}<{string.Join(", ", typeArguments)}>";

    public string GetTypeFromSpecification(MetadataReader reader, Names genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => Of(handle, genericContext);

    public string GetGenericMethodParameter(Names genericContext, int index) => genericContext.OfMethod[index];

    public string GetGenericTypeParameter(Names genericContext, int index) => genericContext.OfType[index];

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{new string(',', shape.Rank - 1)}]";

    public string GetSZArrayType(string elementType) => $"{elementType}[]";

    public string GetByReferenceType(string elementType) => $"ref {elementType}";

    public string GetPointerType(string elementType) => $"{elementType}*";

    public string GetPinnedType(string elementType) => elementType;

    public string GetFunctionPointerType(MethodSignature<string> signature) => "delegate*";

    /// <summary>Of the modifiers only <c>init</c> is something that a caller notices.</summary>
    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) =>
        modifier.EndsWith(".IsExternalInit", StringComparison.Ordinal) ? "init" : unmodifiedType;

    private static string Full(string @namespace, string name) => @namespace.Length == 0 ? name : $"{@namespace}.{name}";
}
