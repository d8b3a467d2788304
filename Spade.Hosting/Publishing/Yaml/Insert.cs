namespace Aspire.Hosting.Publishing.Yaml;

/// <summary>Items that a Helm expression makes; they are indented to where they stand.</summary>
/// <param name="code">The expression, without its braces.</param>
/// <param name="comment">Lines above it.</param>
internal sealed class Insert(string code, string? comment = null) : Item
{
    internal string Code { get; } = code;

    internal string? Comment { get; } = comment;
}
