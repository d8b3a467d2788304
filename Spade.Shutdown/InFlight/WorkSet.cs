namespace Spade.Shutdown.InFlight;

/// <summary>The pieces of one kind of work that run now, what became of them since the stop began, and a way to wait until there are none.
/// Pieces are told apart by reference.</summary>
/// <param name="time">The clock of <see cref="WaitForNoneAsync"/>.</param>
public sealed class WorkSet<T>(TimeProvider time) where T : class
{
    // Held for each change together with its count: the sums of the exit report have to add up.
    private readonly Lock _lock = new();
    private readonly HashSet<T> _pieces = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<T> _aborted = new(ReferenceEqualityComparer.Instance);
    private readonly List<TaskCompletionSource> _waiting = [];
    private bool _isMarked;
    private WorkTally _tally;

    /// <summary>How many pieces run, those that were aborted and have not ended yet included.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _pieces.Count;
        }
    }

    /// <summary>What became of the work since <see cref="Mark"/>; zeros before.</summary>
    public WorkTally Tally
    {
        get
        {
            lock (_lock)
                return _tally;
        }
    }

    /// <summary>The pieces that run, in no order.</summary>
    public IReadOnlyList<T> Snapshot()
    {
        lock (_lock)
            return [.. _pieces];
    }

    /// <summary>The stop begins: what runs is counted, and from here on every piece that begins or ends. Safe to repeat.</summary>
    public void Mark()
    {
        lock (_lock)
        {
            if (_isMarked)
                return;
            _isMarked = true;
            _tally = new WorkTally(_pieces.Count, 0, 0, 0, 0);
        }
    }

    /// <summary>A piece begins.</summary>
    public void Add(T piece)
    {
        lock (_lock)
        {
            _pieces.Add(piece);
            if (_isMarked)
                _tally = _tally with { Begun = _tally.Begun + 1 };
        }
    }

    /// <summary>A piece ends. One that <see cref="AbortAll"/> has counted is not counted again.</summary>
    /// <returns>False when it was not there.</returns>
    public bool Remove(T piece, WorkEnd end = WorkEnd.Finished)
    {
        lock (_lock)
        {
            if (!_pieces.Remove(piece))
                return false;
            if (!_aborted.Remove(piece) && _isMarked)
                _tally = Counted(end);
            if (_pieces.Count == 0)
                ReleaseWaiting();
            return true;
        }
    }

    /// <summary>Counts every piece that still runs as aborted. They stay in the set until they end.</summary>
    /// <returns>The pieces that were not aborted before.</returns>
    public IReadOnlyList<T> AbortAll()
    {
        lock (_lock)
        {
            List<T> aborted = [.. _pieces.Where(_aborted.Add)];
            _tally = _tally with { Aborted = _tally.Aborted + aborted.Count };
            return aborted;
        }
    }

    /// <summary>Waits until nothing runs.</summary>
    /// <returns>False when the time is up, or the token is cancelled, before that.</returns>
    public async Task<bool> WaitForNoneAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        TaskCompletionSource none;
        lock (_lock)
        {
            if (_pieces.Count == 0)
                return true;
            none = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add(none);
        }
        using var end = new CancellationTokenSource(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        await none.Task.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return none.Task.IsCompleted;
    }

    private WorkTally Counted(WorkEnd end) => end switch
    {
        WorkEnd.Finished => _tally with { Finished = _tally.Finished + 1 },
        WorkEnd.Released => _tally with { Released = _tally.Released + 1 },
        _ => _tally with { Aborted = _tally.Aborted + 1 },
    };

    private void ReleaseWaiting()
    {
        foreach (var waiting in _waiting)
            waiting.SetResult();
        _waiting.Clear();
    }
}
