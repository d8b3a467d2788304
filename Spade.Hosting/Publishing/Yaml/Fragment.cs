namespace Aspire.Hosting.Publishing.Yaml;

/// <summary>A Helm expression that makes lines of YAML; they are indented to where they stand.</summary>
/// <param name="code">The expression, without its braces.</param>
internal sealed class Fragment(string code) : Node
{
    internal string Code { get; } = code;
}
