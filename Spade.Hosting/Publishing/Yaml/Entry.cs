namespace Aspire.Hosting.Publishing.Yaml;

/// <summary>A key with its value in a mapping, or a value in a sequence.</summary>
/// <param name="key">The key; null in a sequence.</param>
/// <param name="value">The value.</param>
/// <param name="comment">Lines above it.</param>
internal sealed class Entry(string? key, Node value, string? comment = null) : Item
{
    internal string? Key { get; } = key;

    internal Node Value { get; set; } = value;

    internal string? Comment { get; set; } = comment;
}
