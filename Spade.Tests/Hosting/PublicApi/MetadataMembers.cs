using System.Globalization;
using System.Reflection;
using System.Reflection.Metadata;

namespace Spade.Tests.Hosting.PublicApi;

/// <summary>The members that a type declares for others, a line each.</summary>
internal sealed class MetadataMembers(MetadataReader metadata, MetadataTypeText types)
{
    internal IEnumerable<string> Of(TypeDefinition type)
    {
        var parameters = Names(type.GetGenericParameters());
        return type.GetMethods().Select(metadata.GetMethodDefinition).Where(IsVisible).Select(method => Line(type, method, parameters))
            .Concat(type.GetFields().Select(metadata.GetFieldDefinition).Where(IsVisible).Select(field => Line(field, parameters)));
    }

    internal IReadOnlyList<string> Names(GenericParameterHandleCollection parameters) =>
        [.. parameters.Select(handle => metadata.GetString(metadata.GetGenericParameter(handle).Name))];

    internal string Constraints(GenericParameterHandleCollection parameters, MetadataTypeText.Names names) =>
        string.Concat(parameters.Select(metadata.GetGenericParameter).Select(parameter => Constraint(parameter, names)));

    private string Constraint(GenericParameter parameter, MetadataTypeText.Names names)
    {
        var special = parameter.Attributes & GenericParameterAttributes.SpecialConstraintMask;
        string[] parts =
        [
            .. special == 0 ? [] : new[] { special.ToString() },
            .. parameter.GetConstraints().Select(handle => types.Of(metadata.GetGenericParameterConstraint(handle).Type, names)).Order(StringComparer.Ordinal),
        ];
        return parts.Length == 0 ? "" : $" where {metadata.GetString(parameter.Name)} : {string.Join(", ", parts)}";
    }

    /// <summary>What a compiler adds to a record is not what somebody promised.</summary>
    private bool IsVisible(MethodDefinition method)
    {
        var name = metadata.GetString(method.Name);
        var isAccessor = name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal)
            || name.StartsWith("add_", StringComparison.Ordinal) || name.StartsWith("remove_", StringComparison.Ordinal);
        return (method.Attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem
            && name != ".cctor" && (isAccessor || !IsGenerated(method.GetCustomAttributes()))
            && name is not ("Equals" or "GetHashCode" or "ToString" or "<Clone>$");
    }

    private static bool IsVisible(FieldDefinition field) =>
        (field.Attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem
        && !field.Attributes.HasFlag(FieldAttributes.SpecialName);

    private bool IsGenerated(CustomAttributeHandleCollection attributes) => Has(attributes, "CompilerGeneratedAttribute");

    private bool Has(CustomAttributeHandleCollection attributes, string name) => attributes.Select(metadata.GetCustomAttribute)
        .Any(attribute => attribute.Constructor.Kind == HandleKind.MemberReference
            && types.Of(metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent, new([], [])).EndsWith($".{name}", StringComparison.Ordinal));

    private string Line(TypeDefinition type, MethodDefinition method, IReadOnlyList<string> ofType)
    {
        var names = new MetadataTypeText.Names(ofType, Names(method.GetGenericParameters()));
        var signature = method.DecodeSignature(types, names);
        var given = method.GetParameters().Select(metadata.GetParameter).Where(parameter => parameter.SequenceNumber > 0).ToDictionary(parameter => parameter.SequenceNumber - 1);
        var parameters = signature.ParameterTypes.Select((text, i) => Parameter(text, given.TryGetValue(i, out var parameter) ? parameter : null));
        var isExtension = Has(method.GetCustomAttributes(), "ExtensionAttribute") ? "this " : "";
        var generic = names.OfMethod.Count == 0 ? "" : $"<{string.Join(", ", names.OfMethod)}>";
        return $"{Modifiers(type, method)}{metadata.GetString(method.Name)}{generic}({isExtension}{string.Join(", ", parameters)}) -> {signature.ReturnType}{Constraints(method.GetGenericParameters(), names)}";
    }

    private static string Modifiers(TypeDefinition type, MethodDefinition method) =>
        ((method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public ? "" : "protected ")
        + (method.Attributes.HasFlag(MethodAttributes.Static) ? "static " : "")
        + (method.Attributes.HasFlag(MethodAttributes.Abstract) ? "abstract "
            : method.Attributes.HasFlag(MethodAttributes.Virtual) && !method.Attributes.HasFlag(MethodAttributes.Final) && !type.Attributes.HasFlag(TypeAttributes.Sealed) ? "virtual " : "");

    private string Parameter(string type, Parameter? parameter)
    {
        if (parameter is not { } known)
            return type;
        var modifier = Has(known.GetCustomAttributes(), "ParamArrayAttribute") ? "params " : known.Attributes.HasFlag(ParameterAttributes.Out) ? "out " : "";
        var fallback = known.Attributes.HasFlag(ParameterAttributes.HasDefault) ? $" = {Value(known.GetDefaultValue())}" : "";
        return $"{modifier}{type} {metadata.GetString(known.Name)}{fallback}";
    }

    private string Line(FieldDefinition field, IReadOnlyList<string> ofType)
    {
        var value = field.Attributes.HasFlag(FieldAttributes.HasDefault) ? $" = {Value(field.GetDefaultValue())}" : "";
        return $"{(field.Attributes.HasFlag(FieldAttributes.Static) ? "static " : "")}{metadata.GetString(field.Name)} -> {field.DecodeSignature(types, new(ofType, []))}{value}";
    }

    private string Value(ConstantHandle handle)
    {
        var constant = metadata.GetConstant(handle);
        return Convert.ToString(metadata.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode), CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : "null";
    }
}
