using Microsoft.Extensions.Options;

namespace Spade.Documents.Documents;

/// <summary>The places for documents that wait, as this process knows them: what it has counted in the database, and what it has accepted
/// since. Counting once a second keeps an upload as cheap as without a limit, however long the queue is.</summary>
/// <remarks>A document has a place while those that wait of its tenant and those of all tenants are together fewer than twice the limit. So
/// a tenant that is alone may fill the limit, n tenants that upload as much as they can get 2/(n+1) of it each, and a tenant with
/// nothing waiting is refused only when twice the limit waits. Switches share their buffers among ports by this rule (dynamic
/// thresholds).</remarks>
public sealed class QueueSpace(IOptions<DocumentOptions> options, TimeProvider time)
{
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private long? _countedAt;
    private WaitingDocuments _counted = WaitingDocuments.None;
    private WaitingDocuments _acceptedAtCount = WaitingDocuments.None;
    private WaitingDocuments _accepted = WaitingDocuments.None;
    private WaitingDocuments _pending = WaitingDocuments.None;

    /// <summary>The most documents of one tenant that may wait; 0 means no limit.</summary>
    internal int Limit => options.Value.MaxQueued;

    /// <summary>The most documents of all tenants that may wait. Beyond it no tenant has a place, so no more have to be
    /// counted.</summary>
    internal int MostInAll => (int)Math.Min(2L * Limit, int.MaxValue);

    /// <summary>True when the documents that wait have to be counted before <see cref="Reserve"/>.</summary>
    internal bool MustCount
    {
        get
        {
            lock (_lock)
                return Limit > 0 && (_countedAt is not { } at || time.GetElapsedTime(at) >= CountEvery);
        }
    }

    /// <returns>What to give to <see cref="EndCount"/>.</returns>
    internal WaitingDocuments BeginCount()
    {
        lock (_lock)
            return _accepted;
    }

    /// <summary>Records how many documents wait. An upload that was stored during the count may count twice until the next one.</summary>
    internal void EndCount(WaitingDocuments begun, WaitingDocuments waiting)
    {
        lock (_lock)
            (_counted, _acceptedAtCount, _countedAt) = (waiting, begun, time.GetTimestamp());
    }

    /// <summary>Takes a place for a document of a tenant that is about to be stored. Disposing the result gives the place back, unless
    /// <see cref="Place.Keep"/> was called.</summary>
    /// <exception cref="QueueFullException">There is none.</exception>
    internal Place Reserve(string tenant)
    {
        lock (_lock)
        {
            var own = Known(waiting => waiting.Of(tenant));
            if (Limit > 0 && own + Known(waiting => waiting.All) >= MostInAll)
                throw new QueueFullException(own);
            _pending = _pending.With(tenant, 1);
            return new Place(this, tenant);
        }
    }

    private long Known(Func<WaitingDocuments, long> number) =>
        number(_counted) + number(_accepted) - number(_acceptedAtCount) + number(_pending);

    private void Release(string tenant, bool isKept)
    {
        lock (_lock)
        {
            _pending = _pending.With(tenant, -1);
            if (isKept)
                _accepted = _accepted.With(tenant, 1);
        }
    }

    /// <summary>A reserved place.</summary>
    internal sealed class Place(QueueSpace space, string tenant) : IDisposable
    {
        private bool _isKept;

        /// <summary>The document waits now.</summary>
        public void Keep() => _isKept = true;

        public void Dispose() => space.Release(tenant, _isKept);
    }
}
