using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Publishing.Reading;

/// <summary>A part of a value: a text, a Helm expression, or a secret.</summary>
internal abstract record TextPart
{
    /// <param name="Value">The text.</param>
    internal sealed record Literal(string Value) : TextPart;

    /// <param name="Code">The expression, without its braces.</param>
    internal sealed record Computed(string Code) : TextPart;

    /// <param name="Parameter">The parameter that holds it.</param>
    internal sealed record Secret(ParameterResource Parameter) : TextPart;
}
