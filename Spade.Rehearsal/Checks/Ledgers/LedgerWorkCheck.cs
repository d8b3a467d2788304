using Spade.Rehearsal.Checks.Stops;
using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks.Ledgers;

/// <summary>The ledger's counts of work add up, and clients saw the same.</summary>
internal sealed class LedgerWorkCheck : ICheck
{
    public string Name => "ledger-work";

    public string Sentence => "The ledger's counts of finished and aborted work add up, and clients saw the same.";

    public Examination Examine(RunFacts facts, CheckOptions options)
    {
        if (facts.Ledger.Count == 0)
            return Examination.Impossible("rows", LedgerWords.NotRead);
        var pairs = LedgerMatch.Of(facts).Pairs.Where(pair => pair.Row.State is "stopped" or "cut" or "failed").ToList();
        var broken = facts.Requests.Where(IsBroken).ToList();
        return new Examination(
            pairs.Count, "rows",
            from pair in pairs
            from what in Wrong(pair.Life, pair.Row, facts, broken)
            select new Finding(what, pair.Life.Name(), pair.Life.EndedAt, pair.Life.Replica));
    }

    private static IEnumerable<string> Wrong(
        LifeEntry life, LedgerEntry row, RunFacts facts, IReadOnlyList<RequestEntry> allBroken)
    {
        if (row is not { InFlight: { } inFlight, Begun: { } begun, Finished: { } finished, HandedOver: { } handed, Aborted: { } aborted })
        {
            yield return $"the ledger says {row.State}, and counts no work";
            yield break;
        }

        if (inFlight + begun != finished + handed + aborted)
        {
            yield return $"its work does not add up: {inFlight} in flight and {begun} begun, but {finished} finished, {handed} handed over "
                + $"and {aborted} aborted";
        }

        if (aborted > 0 && row.ExitCodeIntended == 0)
            yield return $"the ledger says that {aborted} were aborted, and an exit code of 0";
        if (!facts.Serves(life.Service) || life is not { SignalledAt: { } from, EndedAt: { } to })
            yield break;
        var broken = allBroken.Where(request => request.EndedAt() >= from && request.EndedAt() <= to).ToList();
        var here = broken.Count(request => request.Replica == life.Replica);
        if (here > aborted)
            yield return $"{here} of its answers broke off while it drained, and the ledger says that {aborted} were aborted";
        // A broken request may not know its replica, so that all of them count.
        if (aborted > broken.Count)
            yield return $"the ledger says that {aborted} were aborted, and clients saw {broken.Count} requests break while it drained";
    }

    /// <summary>The connection went while the request was with the server.</summary>
    private static bool IsBroken(RequestEntry request) =>
        request.Outcome is RequestOutcome.Reset or RequestOutcome.Unanswered or RequestOutcome.Cut;
}
