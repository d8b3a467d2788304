using Microsoft.Extensions.Options;

namespace Spade.Documents.Documents;

/// <summary>The places for documents that wait, as this process knows them: what it has counted in the database, and what it has accepted
/// since. Counting once a second keeps an upload as cheap as without a limit, however long the queue is.</summary>
public sealed class QueueSpace(IOptions<DocumentOptions> options, TimeProvider time)
{
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private long? _countedAt;
    private long _counted;
    private long _acceptedAtCount;
    private long _accepted;
    private long _pending;

    /// <summary>The most documents that may wait; 0 means no limit.</summary>
    internal int Limit => options.Value.MaxQueued;

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
    internal long BeginCount()
    {
        lock (_lock)
            return _accepted;
    }

    /// <summary>Records how many documents wait. An upload that was stored during the count may count twice until the next one.</summary>
    internal void EndCount(long begun, long waiting)
    {
        lock (_lock)
            (_counted, _acceptedAtCount, _countedAt) = (waiting, begun, time.GetTimestamp());
    }

    /// <summary>Takes a place for a document that is about to be stored. Disposing the result gives the place back, unless
    /// <see cref="Place.Keep"/> was called.</summary>
    /// <exception cref="QueueFullException">There is none.</exception>
    internal Place Reserve()
    {
        lock (_lock)
        {
            if (Limit > 0 && _counted + (_accepted - _acceptedAtCount) + _pending >= Limit)
                throw new QueueFullException(Limit);
            _pending++;
            return new Place(this);
        }
    }

    private void Release(bool isKept)
    {
        lock (_lock)
        {
            _pending--;
            if (isKept)
                _accepted++;
        }
    }

    /// <summary>A reserved place.</summary>
    internal sealed class Place(QueueSpace space) : IDisposable
    {
        private bool _isKept;

        /// <summary>The document waits now.</summary>
        public void Keep() => _isKept = true;

        public void Dispose() => space.Release(_isKept);
    }
}
