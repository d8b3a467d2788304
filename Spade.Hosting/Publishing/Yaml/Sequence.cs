namespace Aspire.Hosting.Publishing.Yaml;

/// <summary>Values in order.</summary>
internal sealed class Sequence : Node
{
    internal Sequence(params IEnumerable<Node> values) => Items = [.. values.Select(value => new Entry(null, value))];

    internal List<Item> Items { get; }

    /// <summary>The values that are always there.</summary>
    internal IEnumerable<Node> Values => Items.OfType<Entry>().Select(entry => entry.Value);
}
