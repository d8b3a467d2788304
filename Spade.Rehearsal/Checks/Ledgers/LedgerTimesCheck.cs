using System.Globalization;
using Spade.Rehearsal.Checks.Stops;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks.Ledgers;

/// <summary>The ledger's times are those that were seen from outside.</summary>
internal sealed class LedgerTimesCheck : ICheck
{
    public string Name => "ledger-times";

    public string Sentence => "The ledger's times of signal, readiness and end are those that were seen.";

    public Examination Examine(RunFacts facts, CheckOptions options)
    {
        if (facts.Lives.Count == 0)
            return Examination.Impossible("times", Stop.NotWatched);
        if (facts.Ledger.Count == 0)
            return Examination.Impossible("times", LedgerWords.NotRead);
        var times =
            from pair in LedgerMatch.Of(facts).Pairs
            from time in Times(pair.Life, pair.Row, facts)
            let seen = time.Seen
            where seen.HasValue
            select (pair.Life, time.What, Seen: seen.GetValueOrDefault(), time.Written, time.Early);
        var list = times.ToList();
        return new Examination(
            list.Count, "times",
            from time in list
            let what = Wrong(time.What, time.Seen, time.Written, time.Early + options.ClockTolerance, options.ClockTolerance)
            where what is not null
            select new Finding(what, time.Life.Name(), time.Seen, time.Life.Replica));
    }

    /// <summary>Times that both know. A killed process has written none of them, and of a row whose state is unknown the end is only the
    /// last heartbeat. Early is how much earlier than seen a time may be.</summary>
    private static IEnumerable<(string What, DateTimeOffset? Seen, DateTimeOffset? Written, TimeSpan Early)> Times(
        LifeEntry life, LedgerEntry row, RunFacts facts)
    {
        if (row.State is not ("draining" or "stopped" or "cut" or "failed") || life.Signal == "SIGKILL")
            yield break;
        yield return ("SIGTERM", life.SignalledAt, row.SignalledAt, TimeSpan.Zero);
        // From outside, readiness is first seen at the next poll; a process that ended before that was not seen to flip.
        yield return ("not ready", life.NotReadyAt, row.ReadyFlippedAt, TimeSpan.Zero);
        // The entry is closed before telemetry and pools, for which the budget has its time to close.
        var close = facts.BudgetOf(life.Service) is { } budget ? TimeSpan.FromSeconds(budget.Drain - budget.InFlight) : TimeSpan.Zero;
        yield return ("its end", row.State == "draining" ? null : life.EndedAt, row.EndedAt, close);
    }

    private static string? Wrong(string what, DateTimeOffset seen, DateTimeOffset? written, TimeSpan early, TimeSpan late)
    {
        if (written is not { } at)
            return $"the ledger has no time of {what}, which was seen";
        var off = at - seen;
        return off >= -early && off <= late
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"the ledger has {what} {off.Duration().TotalSeconds:0.00} s {(off < TimeSpan.Zero ? "before" : "after")} it was seen");
    }
}
