namespace Spade.Tests.Hosting.PublicApi;

/// <summary>Where one listing says something that another does not.</summary>
internal sealed class AspireContract
{
    private readonly Dictionary<string, MetadataShape> _theirs;

    internal AspireContract(IEnumerable<MetadataShape> theirs) => _theirs = theirs.ToDictionary(shape => shape.Name, StringComparer.Ordinal);

    /// <summary>A line for each type or member of ours that Aspire does not have, or has otherwise.</summary>
    internal IEnumerable<string> Differences(IEnumerable<MetadataShape> ours) => ours.SelectMany(Differences);

    private IEnumerable<string> Differences(MetadataShape ours)
    {
        if (!_theirs.TryGetValue(ours.Name, out var theirs))
            return [ours.Name];
        var inherited = Lineage(theirs).ToList();
        var members = inherited.SelectMany(shape => shape.Members).ToHashSet(StringComparer.Ordinal);
        var parents = inherited.SelectMany(shape => shape.Parents).ToHashSet(StringComparer.Ordinal);
        return (IsAsGood(ours.Kind, theirs.Kind) ? [] : new[] { $"{ours.Name} is {ours.Kind}" })
            .Concat(ours.Parents.Where(parent => !parents.Contains(parent)).Select(parent => $"{ours.Name} : {parent}"))
            .Concat(ours.Members.Where(member => !members.Contains(member)).Order(StringComparer.Ordinal).Select(member => $"{ours.Name} :: {member}"));
    }

    /// <summary>Nobody who writes an AppHost derives from the classes that are sealed here and open there.</summary>
    private static bool IsAsGood(string ours, string theirs) => ours == theirs || ours == theirs.Replace("class", "sealed class or value", StringComparison.Ordinal);

    /// <summary>A member may be declared further up: whoever uses it does not notice.</summary>
    private IEnumerable<MetadataShape> Lineage(MetadataShape shape) => shape.Parents
        .Select(parent => _theirs.GetValueOrDefault(parent)).OfType<MetadataShape>().SelectMany(Lineage).Prepend(shape);

    /// <summary>What Aspire calls the same, to see what is different.</summary>
    internal IEnumerable<string> Nearest(string difference)
    {
        var (type, member) = difference.Split(" :: ") is [var name, var rest] ? (name, rest) : (difference.Split(' ')[0], "");
        var text = member.Split('(', '<')[0].Split(' ')[^1];
        return _theirs.TryGetValue(type, out var theirs)
            ? member.Length == 0 ? [theirs.Kind, .. theirs.Parents] : theirs.Members.Where(line => line.Contains($"{text}(", StringComparison.Ordinal) || line.Contains($"{text}<", StringComparison.Ordinal))
            : [];
    }
}
