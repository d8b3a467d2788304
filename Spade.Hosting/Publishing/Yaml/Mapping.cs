namespace Aspire.Hosting.Publishing.Yaml;

/// <summary>Keys with their values, in the order in which they are written.</summary>
internal sealed class Mapping : Node
{
    internal List<Item> Items { get; } = [];

    /// <summary>The keys that are always there.</summary>
    internal IEnumerable<Entry> Entries => Items.OfType<Entry>();

    internal Node? this[string key] => Find(key)?.Value;

    internal Entry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key);

    /// <summary>The mapping at the end of a path; null where the path breaks off. A number picks a value of a sequence.</summary>
    internal Mapping? At(params ReadOnlySpan<string> path)
    {
        Node? node = this;
        foreach (var key in path)
        {
            node = node switch
            {
                Mapping mapping => mapping[key],
                Sequence sequence => sequence.Values.ElementAtOrDefault(int.Parse(key, System.Globalization.CultureInfo.InvariantCulture)),
                _ => null,
            };
        }

        return node as Mapping;
    }

    /// <summary>Sets a key where it stands, or at the end.</summary>
    internal Mapping Set(string key, Node value, string? comment = null)
    {
        if (Find(key) is { } entry)
            (entry.Value, entry.Comment) = (value, comment ?? entry.Comment);
        else
            Items.Add(new Entry(key, value, comment));
        return this;
    }

    /// <summary>Puts other items where a key stands, or at the end.</summary>
    internal void Replace(string key, params IEnumerable<Item> items)
    {
        var index = Items.FindIndex(item => item is Entry entry && entry.Key == key);
        if (index < 0)
            index = Items.Count;
        else
            Items.RemoveAt(index);
        Items.InsertRange(index, items);
    }

    /// <summary>Puts items before a key, or at the end.</summary>
    internal void InsertBefore(string key, params IEnumerable<Item> items)
    {
        var index = Items.FindIndex(item => item is Entry entry && entry.Key == key);
        Items.InsertRange(index < 0 ? Items.Count : index, items);
    }

    /// <summary>Says why above a key, if it is there.</summary>
    internal Mapping Explain(string key, string comment)
    {
        if (Find(key) is { } entry)
            entry.Comment = comment;
        return this;
    }
}
