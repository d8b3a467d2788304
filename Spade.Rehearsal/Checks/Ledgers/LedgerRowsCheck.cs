using Spade.Rehearsal.Checks.Stops;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks.Ledgers;

/// <summary>The ledger has a row for each life, and the row says how it ended.</summary>
internal sealed class LedgerRowsCheck : ICheck
{
    // The ledger decides by the last heartbeat whether the database was away, and a heartbeat may be this old: stale after 20 s, looked
    // for every 5 s, sent every 5 s.
    private static readonly TimeSpan OldestHeartbeat = TimeSpan.FromSeconds(30);

    public string Name => "ledger-rows";

    public string Sentence => "The ledger has a row for every process, and it says how that ended.";

    public Examination Examine(RunFacts facts, CheckOptions options)
    {
        if (facts.Lives.Count == 0)
            return Examination.Impossible("rows", Stop.NotWatched);
        if (facts.Ledger.Count == 0)
            return Examination.Impossible("rows", LedgerWords.NotRead);
        var match = LedgerMatch.Of(facts);
        var lives =
            from life in facts.Lives
            let what = Wrong(life, match.RowOf(life), facts, options)
            where what is not null
            select new Finding(what, life.Name(), life.EndedAt ?? life.StartedAt, life.Replica);
        var rows =
            from row in match.Unmatched
            select new Finding(
                $"the ledger has a row ({row.State}) of a process that was not seen",
                $"{row.Service} (process {row.ProcessId})", row.StartedAt);
        return new Examination(facts.Ledger.Count, "rows", [.. lives, .. rows]);
    }

    private static string? Wrong(LifeEntry life, LedgerEntry? row, RunFacts facts, CheckOptions options)
    {
        if (row is null)
        {
            // The row is opened before the process is ready. What ended earlier may have none, and what has just started may not yet.
            return life.ReadyAt is null ? null : "the ledger has no row of it";
        }

        var expected = Expected(life, facts, options);
        return expected.Contains(row.State) ? null : $"the ledger says {row.State}; {Seen(life)}, which is {string.Join(" or ", expected)}";
    }

    private static List<string> Expected(LifeEntry life, RunFacts facts, CheckOptions options)
    {
        if (life.EndedAt is not { } ended)
            return life.SignalledAt is null ? ["running"] : ["draining"];
        List<string> states = life.ExitCode switch
        {
            0 => ["stopped"],
            3 => ["cut"],
            // A kill may come between the last word and the exit; what the row says then is checked by the exit code that it meant.
            137 => ["crashed"],
            null => ["stopped", "cut", "failed", "crashed"],
            _ => ["failed", "crashed"],
        };
        if (IsDatabaseAway(ended, facts, options))
            states.Add("unknown");
        return states;
    }

    private static bool IsDatabaseAway(DateTimeOffset at, RunFacts facts, CheckOptions options) => facts.Steps.Any(step =>
        options.Disturbances.Any(fault => fault.HidesEnds && fault.Covers(step))
        && at >= step.BeganAt - OldestHeartbeat && at <= (step.EndedAt ?? facts.EndedAt) + options.Recovery);

    private static string Seen(LifeEntry life) => life switch
    {
        { EndedAt: null, SignalledAt: null } => "it runs",
        { EndedAt: null } => "it has been told to stop and runs",
        { ExitCode: { } code } => $"it ended with exit code {code}",
        _ => "it ended",
    };
}
