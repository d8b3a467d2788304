using System.Text.Json.Nodes;

namespace Aspire.Hosting.Publishing.Values;

/// <summary>What a value may be, as JSON Schema. Helm checks it before it renders anything, and names the value that is wrong.</summary>
internal static class ValueSchema
{
    internal static JsonObject Text => new() { ["type"] = "string" };

    internal static JsonObject FilledText => new() { ["type"] = "string", ["minLength"] = 1 };

    internal static JsonObject Boolean => new() { ["type"] = "boolean" };

    /// <summary>Anything that Kubernetes may take there; it says itself what is wrong.</summary>
    internal static JsonObject AnyMapping => new() { ["type"] = "object" };

    /// <inheritdoc cref="AnyMapping"/>
    internal static JsonObject AnyList => new() { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "object" } };

    /// <summary>Labels and annotations. A number or a truth value must be quoted, as Kubernetes wants it.</summary>
    internal static JsonObject Labels => new() { ["type"] = "object", ["additionalProperties"] = Text };

    /// <summary>Variables: a number or a truth value is taken for the text that it looks like.</summary>
    internal static JsonObject Variables => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") },
    };

    internal static JsonObject Integer(int minimum, int? maximum = null)
    {
        var schema = new JsonObject { ["type"] = "integer", ["minimum"] = minimum };
        if (maximum is not null)
            schema["maximum"] = maximum;
        return schema;
    }

    internal static JsonObject IntegerOrNull(int minimum) => new() { ["type"] = new JsonArray("integer", "null"), ["minimum"] = minimum };

    /// <summary>An amount of Kubernetes', such as <c>512Mi</c>.</summary>
    internal static JsonObject Quantity => new() { ["type"] = "string", ["pattern"] = "^[0-9]+(\\.[0-9]+)?(m|[kMGTPE]i?)?$" };

    internal static JsonObject OneOf(params string[] values) => new() { ["enum"] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]) };

    /// <summary>Names and values: <c>a=b,c=d</c>, or nothing.</summary>
    internal static JsonObject Pairs => new() { ["type"] = "string", ["pattern"] = "^([^=,\\s]+=[^,]*(,[^=,\\s]+=[^,]*)*)?$" };

    /// <summary>A part of a connection string: nothing that would begin another part.</summary>
    internal static JsonObject ConnectionPart => new() { ["type"] = "string", ["pattern"] = "^[^;\"']*$" };
}
