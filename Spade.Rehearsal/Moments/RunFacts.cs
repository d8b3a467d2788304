using Spade.Rehearsal.History;

namespace Spade.Rehearsal.Moments;

/// <summary>The entries of a history by kind, with what several readers ask of them.</summary>
internal sealed class RunFacts
{
    private readonly ILookup<string, LifeEntry> _livesOf;
    private readonly ILookup<string?, RequestEntry> _requestsOf;
    private readonly HashSet<string> _serving;

    public RunFacts(IReadOnlyList<HistoryEntry> history)
    {
        Entries = history;
        Runs = Of<RunEntry>();
        Requests = Of<RequestEntry>();
        Accepted = Of<AcceptedEntry>();
        Reads = Of<ReadEntry>();
        Steps = Of<StepEntry>();
        Lives = Of<LifeEntry>();
        Ledger = Of<LedgerEntry>();
        Stored = Of<StoredEntry>();
        Queue = Of<QueueEntry>();
        Claims = Of<ClaimEntry>();
        _livesOf = Lives.ToLookup(life => life.Replica);
        _requestsOf = Requests.ToLookup(request => request.Replica);
        _serving = [.. Lives.Where(life => _requestsOf[life.Replica].Any()).Select(life => life.Service)];
        BeganAt = Run?.BeganAt ?? Earliest();
        EndedAt = Latest();

        IReadOnlyList<T> Of<T>() => [.. history.OfType<T>()];
    }

    public IReadOnlyList<HistoryEntry> Entries { get; }

    public IReadOnlyList<RunEntry> Runs { get; }

    /// <summary>What was rehearsed; null in a history that does not say.</summary>
    public RunEntry? Run => Runs.Count > 0 ? Runs[0] : null;

    public IReadOnlyList<RequestEntry> Requests { get; }

    public IReadOnlyList<AcceptedEntry> Accepted { get; }

    public IReadOnlyList<ReadEntry> Reads { get; }

    public IReadOnlyList<StepEntry> Steps { get; }

    public IReadOnlyList<LifeEntry> Lives { get; }

    public IReadOnlyList<LedgerEntry> Ledger { get; }

    public IReadOnlyList<StoredEntry> Stored { get; }

    public IReadOnlyList<QueueEntry> Queue { get; }

    public IReadOnlyList<ClaimEntry> Claims { get; }

    /// <summary>Begin of the load.</summary>
    public DateTimeOffset BeganAt { get; }

    /// <summary>The last moment of which the history tells.</summary>
    public DateTimeOffset EndedAt { get; }

    /// <summary>The lives of a replica, in order of their starts.</summary>
    public IEnumerable<LifeEntry> LivesOf(string replica) => _livesOf[replica].OrderBy(life => life.StartedAt);

    /// <summary>The requests that a replica is known to have had.</summary>
    public IEnumerable<RequestEntry> RequestsOf(string replica) => _requestsOf[replica];

    public ServiceBudget? BudgetOf(string service) => Run?.Budgets.GetValueOrDefault(service);

    /// <summary>Whether clients send requests to the service, so that a lame duck is worth something to somebody.</summary>
    public bool Serves(string service) => BudgetOf(service) is { LameDuck: > 0 } || _serving.Contains(service);

    private DateTimeOffset Earliest() => Moments().DefaultIfEmpty(DateTimeOffset.UnixEpoch).Min();

    private DateTimeOffset Latest() => Moments().Append(BeganAt).Max();

    private IEnumerable<DateTimeOffset> Moments() =>
    [
        .. Requests.Select(request => request.IntendedAt),
        .. Requests.Select(request => request.EndedAt()),
        .. Steps.Select(step => step.EndedAt ?? step.BeganAt),
        .. Lives.Select(life => life.EndedAt ?? life.StartedAt),
        .. Queue.Select(sample => sample.At),
    ];
}
