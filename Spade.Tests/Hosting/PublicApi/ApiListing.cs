using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Spade.Tests.Hosting.PublicApi;

/// <summary>Everything that users of an assembly can name, a line each.</summary>
internal sealed class ApiListing
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly NullabilityInfoContext _nullability = new();

    internal static IReadOnlyList<string> Of(Assembly assembly)
    {
        var listing = new ApiListing();
        return [.. assembly.GetExportedTypes().SelectMany(type => listing.Lines(type)).Order(StringComparer.Ordinal)];
    }

    private IEnumerable<string> Lines(Type type) => type.IsEnum
        ? Enum.GetNames(type).Select(name => string.Create(
            CultureInfo.InvariantCulture, $"{FullName(type)}.{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}")).Prepend(Declaration(type))
        : type.GetMembers(Declared).Where(IsVisible).Select(member => Experimental(member) + Line(type, member)).OfType<string>().Prepend(Declaration(type));

    private static bool IsVisible(MemberInfo member) => !member.IsDefined(typeof(CompilerGeneratedAttribute)) && member switch
    {
        MethodInfo method => IsVisible((MethodBase)method) && !IsAccessor(method) && method.GetBaseDefinition().DeclaringType != typeof(object),
        ConstructorInfo constructor => !constructor.IsStatic && IsVisible((MethodBase)constructor),
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        EventInfo @event => IsVisible((MethodBase)@event.AddMethod!),
        _ => false,
    };

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsAccessor(MethodInfo method) =>
        method.IsSpecialName && (method.Name.StartsWith("get_", StringComparison.Ordinal) || method.Name.StartsWith("set_", StringComparison.Ordinal)
            || method.Name.StartsWith("add_", StringComparison.Ordinal) || method.Name.StartsWith("remove_", StringComparison.Ordinal));

    private string Declaration(Type type)
    {
        var bases = type.IsEnum ? [] : (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? [parent] : Array.Empty<Type>())
            .Concat(type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []).OrderBy(each => each.Name, StringComparer.Ordinal))
            .Where(each => !each.Name.StartsWith("IEquatable", StringComparison.Ordinal)).Select(each => TypeText.Of(each));
        var inherits = string.Join(", ", bases);
        return $"{Experimental(type)}{FullName(type)} -> {Kind(type)}{(inherits.Length == 0 ? "" : $" : {inherits}")}{Constraints(type.GetGenericArguments())}";
    }

    private static string Kind(Type type) =>
        type.IsInterface ? "interface"
        : type.IsEnum ? "enum"
        : type.IsValueType ? "struct"
        : type is { IsAbstract: true, IsSealed: true } ? "static class"
        : (type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + (type.GetMethod("<Clone>$") is null ? "class" : "record");

    private string? Line(Type type, MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"{FullName(type)}({Parameters(constructor)})",
        MethodInfo method => $"{FullName(type)}.{method.Name}{Generic(method)}({Parameters(method)}) -> {Modifiers(method)}{TypeText.Of(_nullability.Create(method.ReturnParameter))}{Constraints(method.GetGenericArguments())}",
        PropertyInfo property => $"{FullName(type)}.{property.Name}{Accessors(property)} -> {Required(property)}{Modifiers(property.GetMethod ?? property.SetMethod!)}{TypeText.Of(_nullability.Create(property))}",
        FieldInfo field => $"{FullName(type)}.{field.Name} -> {(field.IsStatic ? "static " : "")}{TypeText.Of(_nullability.Create(field))}",
        EventInfo @event => $"{FullName(type)}.{@event.Name} -> event {TypeText.Of(@event.EventHandlerType!)}",
        _ => null,
    };

    private static string FullName(Type type) => $"{type.Namespace}.{TypeText.Of(type)}";

    private static string Modifiers(MethodBase method) =>
        (IsProtected(method) ? "protected " : "") + (method.IsStatic && !method.IsDefined(typeof(ExtensionAttribute)) ? "static " : "")
        + (method is { IsAbstract: true, DeclaringType.IsInterface: false } ? "abstract "
            : method is { IsVirtual: true, IsFinal: false } ? (method.DeclaringType!.IsInterface ? (method.IsAbstract ? "" : "virtual ") : "virtual ") : "");

    private static bool IsProtected(MethodBase method) => method.IsFamily || method.IsFamilyOrAssembly;

    private static string Required(PropertyInfo property) => property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";

    private static string Accessors(PropertyInfo property)
    {
        var get = property.GetMethod is { } getter && IsVisible((MethodBase)getter) ? " get;" : "";
        var set = property.SetMethod is { } setter && IsVisible((MethodBase)setter)
            ? setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;"
            : "";
        return $" {{{get}{set} }}";
    }

    private static string Generic(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";

    private string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select((parameter, i) =>
        (i == 0 && method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "") + Parameter(parameter)));

    private string Parameter(ParameterInfo parameter)
    {
        var modifier = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params "
            : parameter.IsOut ? "out "
            : parameter.ParameterType.IsByRef ? parameter.IsIn ? "in " : "ref "
            : "";
        var fallback = parameter.HasDefaultValue ? $" = {Value(parameter)}" : "";
        return $"{modifier}{TypeText.Of(_nullability.Create(parameter))} {parameter.Name}{fallback}";
    }

    private static string Value(ParameterInfo parameter) => parameter.DefaultValue switch
    {
        null => parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : "null",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        var value when (Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType) is { IsEnum: true } type => $"{type.Name}.{Enum.GetName(type, value)}",
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Constraints(Type[] parameters) => string.Concat(parameters.Where(parameter => parameter.IsGenericParameter)
        .Select(parameter => (parameter.Name, Text: string.Join(", ", ConstraintsOf(parameter))))
        .Where(constraint => constraint.Text.Length != 0).Select(constraint => $" where {constraint.Name} : {constraint.Text}"));

    private static IEnumerable<string> ConstraintsOf(Type parameter)
    {
        var attributes = parameter.GenericParameterAttributes;
        if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
            yield return "class";
        foreach (var type in parameter.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)))
            yield return TypeText.Of(type);
        if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint))
            yield return "new()";
    }

    private static string Experimental(MemberInfo member) =>
        member.GetCustomAttribute<ExperimentalAttribute>() is { } mark ? $"[Experimental(\"{mark.DiagnosticId}\")] " : "";
}
