using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Spade.Tests.Hosting.PublicApi;

/// <summary>What an assembly's file says it offers. The assembly is not loaded, and nothing of what it needs is looked for.</summary>
internal sealed class MetadataListing
{
    private readonly MetadataReader _metadata;
    private readonly MetadataTypeText _types;
    private readonly MetadataMembers _members;

    private MetadataListing(MetadataReader metadata)
    {
        _metadata = metadata;
        _types = new MetadataTypeText(metadata);
        _members = new MetadataMembers(metadata, _types);
    }

    /// <summary>The types of a file that lie in Aspire's namespaces, by name.</summary>
    internal static IReadOnlyList<MetadataShape> Of(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var listing = new MetadataListing(file.GetMetadataReader());
        return [.. listing._metadata.TypeDefinitions.Where(listing.IsVisible).Select(listing.Shape)
            .Where(shape => shape.Name.StartsWith("Aspire.", StringComparison.Ordinal)).OrderBy(shape => shape.Name, StringComparer.Ordinal)];
    }

    private bool IsVisible(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        return (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic => IsVisible(type.GetDeclaringType()),
            _ => false,
        };
    }

    private MetadataShape Shape(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        var names = new MetadataTypeText.Names(_members.Names(type.GetGenericParameters()), []);
        string[] parents = [.. Parents(type, names).Where(parent => parent is not ("System.Object" or "System.ValueType" or "System.Enum"))];
        return new MetadataShape(
            _types.GetTypeFromDefinition(_metadata, handle, 0),
            Kind(type) + _members.Constraints(type.GetGenericParameters(), names),
            parents,
            _members.Of(type).ToHashSet(StringComparer.Ordinal));
    }

    private IEnumerable<string> Parents(TypeDefinition type, MetadataTypeText.Names names) =>
        (type.BaseType.IsNil ? [] : new[] { type.BaseType })
        .Concat(type.GetInterfaceImplementations().Select(handle => _metadata.GetInterfaceImplementation(handle).Interface))
        .Select(parent => _types.Of(parent, names));

    private static string Kind(TypeDefinition type) =>
        type.Attributes.HasFlag(TypeAttributes.Interface) ? "interface"
        : type.Attributes.HasFlag(TypeAttributes.Abstract) && type.Attributes.HasFlag(TypeAttributes.Sealed) ? "static class"
        : type.Attributes.HasFlag(TypeAttributes.Abstract) ? "abstract class"
        : type.Attributes.HasFlag(TypeAttributes.Sealed) ? "sealed class or value" : "class";
}
