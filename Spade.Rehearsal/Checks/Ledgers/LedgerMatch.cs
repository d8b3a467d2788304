using Spade.Rehearsal.History;
using Spade.Rehearsal.Moments;

namespace Spade.Rehearsal.Checks.Ledgers;

/// <summary>Which row of the ledger tells of which life: of the same service, by the process id or, in a cluster, by the pod's name;
/// the nearest start where an id came twice.</summary>
internal sealed class LedgerMatch
{
    private readonly Dictionary<LifeEntry, LedgerEntry> _rows = new(ReferenceEqualityComparer.Instance);

    private LedgerMatch(RunFacts facts)
    {
        var free = facts.Ledger.ToHashSet();
        var byProcess = facts.Ledger.ToLookup(row => (row.Service, row.ProcessId));
        var byHost = facts.Ledger.ToLookup(row => (row.Service, row.Host));
        var pairs =
            from life in facts.Lives
            from row in life.ProcessId == 0 ? byHost[(life.Service, life.Replica)] : byProcess[(life.Service, life.ProcessId)]
            orderby (row.StartedAt - life.StartedAt).Duration()
            select (life, row);
        foreach (var (life, row) in pairs)
        {
            if (!_rows.ContainsKey(life) && free.Remove(row))
                _rows.Add(life, row);
        }

        // Rows from before the rehearsal, and of services that it did not watch, are none of its business.
        var watched = facts.Lives.Select(life => life.Service).ToHashSet();
        Unmatched = [.. free.Where(row => row.StartedAt >= facts.BeganAt && watched.Contains(row.Service)).OrderBy(row => row.StartedAt)];
    }

    /// <summary>Rows of the rehearsal's time without a life.</summary>
    public IReadOnlyList<LedgerEntry> Unmatched { get; }

    public static LedgerMatch Of(RunFacts facts) => new(facts);

    /// <summary>The row of a life; null when the ledger has none.</summary>
    public LedgerEntry? RowOf(LifeEntry life) => _rows.GetValueOrDefault(life);

    /// <summary>The lives that have a row, with it.</summary>
    public IEnumerable<(LifeEntry Life, LedgerEntry Row)> Pairs => _rows.Select(pair => (pair.Key, pair.Value));
}
