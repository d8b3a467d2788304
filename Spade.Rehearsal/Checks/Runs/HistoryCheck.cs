using System.Globalization;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks.Runs;

/// <summary>A history with holes proves nothing: each request has its number, and what refers to a request finds it.</summary>
internal sealed class HistoryCheck : ICheck
{
    public string Name => "history";

    public string Sentence => "The history is whole: it says what was rehearsed, and no request is missing from it.";

    public Examination Examine(RunFacts facts, CheckOptions options) =>
        new(facts.Entries.Count, "entries", [.. Head(facts), .. Numbers(facts), .. References(facts)]);

    private static IEnumerable<Finding> Head(RunFacts facts)
    {
        if (facts.Runs.Count != 1)
            yield return new Finding($"{facts.Runs.Count} entries say what was rehearsed; there must be one", "the history");
        else if (facts.Entries[0] is not RunEntry)
            yield return new Finding("what was rehearsed is not its first entry", "the history");
    }

    private static IEnumerable<Finding> Numbers(RunFacts facts)
    {
        var expected = 1L;
        foreach (var group in facts.Requests.GroupBy(request => request.Number).OrderBy(group => group.Key))
        {
            if (group.Key > expected)
                yield return Missing(expected, group.Key - 1);
            if (group.Key < 1)
                yield return new Finding("its number is below 1", group.First().Name(), Request: group.Key);
            if (group.Skip(1).Any())
                yield return new Finding($"{group.Count()} requests have this number", group.First().Name(), Request: group.Key);
            expected = Math.Max(expected, group.Key + 1);
        }
    }

    private static Finding Missing(long from, long to) => new(
        from == to ? "it has no outcome" : $"{to - from + 1} requests have no outcome",
        from == to ? $"request {from}" : string.Create(CultureInfo.InvariantCulture, $"requests {from} to {to}"));

    private static IEnumerable<Finding> References(RunFacts facts)
    {
        var known = facts.Requests.Select(request => request.Number).ToHashSet();
        foreach (var request in facts.Requests.Where(request => request.Repeats is { } first && !known.Contains(first)))
            yield return new Finding($"it repeats request {request.Repeats}, which is not there", request.Name(), Request: request.Number);
        foreach (var accepted in facts.Accepted.Where(accepted => !known.Contains(accepted.Request)))
            yield return new Finding($"request {accepted.Request}, which created it, is not there", $"document {accepted.Document}");
    }
}
