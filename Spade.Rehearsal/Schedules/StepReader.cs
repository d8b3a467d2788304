namespace Spade.Rehearsal.Schedules;

/// <summary>Reads the steps of a schedule.</summary>
internal static class StepReader
{
    private const string At = "at", Do = "do", Of = "of", For = "for", To = "to", Version = "version";

    private static readonly string[] Keys = [At, Do, Of, For, To, Version];

    /// <exception cref="ScheduleException">A step is incomplete, or has what it must not have.</exception>
    internal static IReadOnlyList<Step> Read(ScheduleNode steps) =>
        [.. steps.Items().Select((item, index) => ReadStep(index + 1, item)).OrderBy(step => step.At)];

    private static Step ReadStep(int number, ScheduleNode item)
    {
        var pairs = item.Pairs(Keys).ToDictionary(pair => pair.Key);
        var at = Needed(item, pairs, At, "a step").Time(TimeSpan.Zero, TimeSpan.FromHours(24));
        var action = Needed(item, pairs, Do, "a step").Word(StepWords.Actions);
        var (rules, word) = (StepRules.For(action), $"'{StepWords.WordOf(action)}'");
        foreach (var pair in pairs.Values.Where(pair => pair.Key is not (At or Do) && !rules.Keys.Contains(pair.Key)))
            throw pair.Error($"{word} takes no '{pair.Key}'; it takes {Words(rules.Keys)}.");
        return new Step(number, at, action)
        {
            Of = rules.Of.Count > 0 ? Needed(item, pairs, Of, word).Word(Allowed(rules)) : null,
            For = rules.NeedsFor is true
                ? Time(Needed(item, pairs, For, word))
                : pairs.TryGetValue(For, out var time) ? Time(time) : TimeSpan.Zero,
            To = rules.NeedsTo ? Needed(item, pairs, To, word).WholeNumber(1, 100) : 0,
            Version = rules.NeedsVersion ? Needed(item, pairs, Version, word).Word(StepWords.Versions) : StepVersion.Old,
        };
    }

    private static TimeSpan Time(ScheduleNode pair) => pair.Time(TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));

    private static Dictionary<string, StepObject> Allowed(StepRules rules) =>
        StepWords.Objects.Where(pair => rules.Of.Contains(pair.Value)).ToDictionary();

    private static string Words(IReadOnlyList<string> keys) => keys.Count == 0 ? "nothing more" : string.Join(", ", keys);

    private static ScheduleNode Needed(ScheduleNode item, Dictionary<string, ScheduleNode> pairs, string key, string what) =>
        pairs.TryGetValue(key, out var pair) ? pair : throw item.Error($"{what} needs '{key}'.");
}
