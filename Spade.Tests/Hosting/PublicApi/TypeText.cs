using System.Reflection;

namespace Spade.Tests.Hosting.PublicApi;

/// <summary>Types as C# writes them, without namespaces.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(char)] = "char",
        [typeof(int)] = "int", [typeof(long)] = "long", [typeof(double)] = "double", [typeof(byte)] = "byte",
    };

    internal static string Of(NullabilityInfo info) => Of(info.Type, info);

    internal static string Of(Type type, NullabilityInfo? info = null)
    {
        if (type.IsByRef)
            return Of(type.GetElementType()!, info);
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return $"{Of(underlying)}?";
        var isNullable = info is { ReadState: NullabilityState.Nullable } or { WriteState: NullabilityState.Nullable } && !type.IsValueType;
        return Name(type, info) + (isNullable ? "?" : "");
    }

    private static string Name(Type type, NullabilityInfo? info)
    {
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (type.IsArray)
            return $"{Of(type.GetElementType()!, info?.ElementType)}[]";
        var outer = type is { IsNested: true, IsGenericParameter: false } ? $"{type.DeclaringType!.Name.Split('`')[0]}." : "";
        var arguments = type.GetGenericArguments();
        return arguments.Length == 0
            ? outer + type.Name
            : $"{outer}{type.Name.Split('`')[0]}<{string.Join(", ", arguments.Select((argument, i) => Of(argument, info?.GenericTypeArguments.ElementAtOrDefault(i))))}>";
    }
}
