using System.Globalization;
using Spade.Rehearsal.Checks.Ledgers;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks.Stops;

/// <summary>A worker that has been told to stop takes no more jobs: each would delay its end, or be handed over at once. Its ledger counts
/// those that it began, and the queue was watched from outside.</summary>
internal sealed class ClaimsCheck : ICheck
{
    public string Name => "claims";

    public string Sentence => "After its signal no worker took another job.";

    public Examination Examine(RunFacts facts, CheckOptions options)
    {
        if (facts.Lives.Count == 0)
            return Examination.Impossible("claims", Stop.NotWatched);
        return new Examination(
            facts.Claims.Count(claim => claim.Replica is not null), "claims", [.. Seen(facts, options), .. Counted(facts)],
            facts.Ledger.Count == 0 ? LedgerWords.NotRead : null);
    }

    /// <summary>A claim that was under way at the signal still ends, and its jobs are given back.</summary>
    private static IEnumerable<Finding> Seen(RunFacts facts, CheckOptions options) =>
        from claim in facts.Claims
        where claim.Replica is not null
        let life = facts.LivesOf(claim.Replica!).LastOrDefault(life => life.StartedAt <= claim.At)
        where life is { Signal: "SIGTERM" or "SIGINT", SignalledAt: { } signal } && claim.At > signal + options.ClockTolerance
        select new Finding(
            $"it took job {claim.Job} {Stop.Seconds(claim.At - life.SignalledAt!.Value)} after {life.Signal}",
            life.Name(), claim.At, life.Replica);

    /// <summary>The rows of an API count requests.</summary>
    private static IEnumerable<Finding> Counted(RunFacts facts) =>
        from pair in LedgerMatch.Of(facts).Pairs
        where !facts.Serves(pair.Life.Service) && pair.Row.Begun > 0
        select new Finding(
            string.Create(CultureInfo.InvariantCulture, $"the ledger says that it began {pair.Row.Begun} jobs after its signal"),
            pair.Life.Name(), pair.Life.SignalledAt, pair.Life.Replica);
}
