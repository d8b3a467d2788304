using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks.Runs;

/// <summary>A restart without load fails no request. Each second has a request, and each kind of client sent one.</summary>
internal sealed class LoadCheck : ICheck
{
    public string Name => "load";

    public string Sentence => "The load ran: at least one request was due in every second, and every kind of client sent some.";

    public Examination Examine(RunFacts facts, CheckOptions options)
    {
        if (facts.Run is not { Duration: { } duration, Clients: { } clients })
            return Examination.Impossible("requests", "the history does not say how long the load was meant to last, or by whom");
        return new Examination(facts.Requests.Count, "requests", [.. Silences(facts, duration), .. Kinds(facts, clients)]);
    }

    private static IEnumerable<Finding> Silences(RunFacts facts, TimeSpan duration)
    {
        if (duration < TimeSpan.FromSeconds(1))
            yield return new Finding($"it was meant to last {duration.TotalSeconds:0.###} s, which is less than a second", "the load");
        var busy = facts.Requests.Select(request => (long)Math.Floor((request.IntendedAt - facts.BeganAt).TotalSeconds)).ToHashSet();
        var seconds = (long)duration.TotalSeconds;
        for (var second = 0L; second < seconds; second++)
        {
            var begin = second;
            while (second < seconds && !busy.Contains(second))
                second++;
            if (second > begin)
                yield return new Finding($"no request was due for {second - begin} s", "the load", facts.BeganAt.AddSeconds(begin));
        }
    }

    private static IEnumerable<Finding> Kinds(RunFacts facts, IReadOnlyList<string> clients)
    {
        if (clients.Count == 0)
            yield return new Finding("no kind of client was meant to send requests", "the load");
        var seen = facts.Requests.Select(request => request.ClientKind()).ToHashSet();
        foreach (var kind in clients.Where(kind => !seen.Contains(kind)))
            yield return new Finding("it sent no request", $"clients of the kind {kind}");
    }
}
