namespace Aspire.Hosting.Publishing.Yaml;

/// <summary>A Helm expression on one line.</summary>
/// <param name="code">The expression, without its braces.</param>
internal sealed class Expression(string code) : Node
{
    internal string Code { get; } = code;
}
