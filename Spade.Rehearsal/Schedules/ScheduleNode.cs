using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Spade.Rehearsal.Schedules;

/// <summary>A value of a schedule, which knows where it stands and how to complain about itself.</summary>
/// <param name="file">Name of the schedule's file.</param>
/// <param name="key">The key that leads to it.</param>
/// <param name="node">The value.</param>
internal sealed class ScheduleNode(string file, string key, YamlNode node)
{
    /// <summary>The pairs of a mapping. Any other value and a key that is not allowed are errors.</summary>
    /// <param name="allowed">Keys that it may have; null for any.</param>
    internal IEnumerable<ScheduleNode> Pairs(IReadOnlyCollection<string>? allowed)
    {
        if (node is not YamlMappingNode mapping)
            throw Error($"'{key}' needs pairs of key and value.");
        foreach (var (name, value) in mapping)
        {
            var text = (name as YamlScalarNode)?.Value ?? "";
            var pair = new ScheduleNode(file, text, value);
            if (allowed is not null && !allowed.Contains(text))
                throw new ScheduleException(file, name.Start.Line,
                    $"unknown key '{text}' in '{key}'; allowed are {string.Join(", ", allowed)}.");
            yield return pair;
        }
    }

    /// <summary>The key that leads to this value.</summary>
    internal string Key => key;

    /// <summary>The items of a list.</summary>
    internal IEnumerable<ScheduleNode> Items() => node is YamlSequenceNode list
        ? list.Select(item => new ScheduleNode(file, key, item))
        : throw Error($"'{key}' needs a list, with a '-' before each item.");

    /// <summary>A word out of several.</summary>
    internal T Word<T>(IReadOnlyDictionary<string, T> words) => words.TryGetValue(Text(), out var value)
        ? value
        : throw Error($"'{key}' cannot be '{Text()}'; allowed are {string.Join(", ", words.Keys)}.");

    /// <summary>A text of one line.</summary>
    internal string Text() => node is YamlScalarNode { Value: { Length: > 0 } value } ? value : throw Error($"'{key}' needs a value.");

    /// <summary>A time such as <c>500ms</c>, <c>10s</c> or <c>2m</c>.</summary>
    internal TimeSpan Time(TimeSpan from, TimeSpan to)
    {
        if (!ScheduleTime.TryParse(Text(), out var time))
            throw Error($"'{key}' cannot be '{Text()}'; it is a time such as 500ms, 10s or 2m.");
        return time >= from && time <= to
            ? time
            : throw Error($"'{key}' cannot be '{Text()}'; allowed is {ScheduleTime.Text(from)} to {ScheduleTime.Text(to)}.");
    }

    internal double Number(double from, double to)
    {
        if (!double.TryParse(Text(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number < from
            || number > to)
            throw Error(string.Create(CultureInfo.InvariantCulture,
                $"'{key}' cannot be '{Text()}'; allowed is a number from {from} to {to}."));
        return number;
    }

    internal int WholeNumber(int from, int to)
    {
        if (!int.TryParse(Text(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < from || number > to)
            throw Error(string.Create(CultureInfo.InvariantCulture,
                $"'{key}' cannot be '{Text()}'; allowed is a whole number from {from} to {to}."));
        return number;
    }

    /// <summary>Weights by word; at least one has to be above zero.</summary>
    internal Dictionary<T, double> Weights<T>(IReadOnlyDictionary<string, T> words)
        where T : notnull
    {
        var weights = Pairs([.. words.Keys]).ToDictionary(pair => words[pair.Key], pair => pair.Number(0, 1_000_000));
        return weights.Values.Any(weight => weight > 0) ? weights : throw Error($"'{key}' needs at least one weight above 0.");
    }

    internal ScheduleException Error(string message) => new(file, node.Start.Line, message);
}
