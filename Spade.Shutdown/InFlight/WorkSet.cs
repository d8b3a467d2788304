namespace Spade.Shutdown.InFlight;

/// <summary>A set that can be waited on until it is empty.</summary>
internal sealed class WorkSet<T>(TimeProvider time) where T : class
{
    private readonly Lock _lock = new();
    private readonly HashSet<T> _items = [];
    private readonly List<TaskCompletionSource> _waiting = [];

    public int Count
    {
        get
        {
            lock (_lock)
                return _items.Count;
        }
    }

    public IReadOnlyList<T> Snapshot()
    {
        lock (_lock)
            return [.. _items];
    }

    public void Add(T item)
    {
        lock (_lock)
            _items.Add(item);
    }

    /// <returns>False when it was not there.</returns>
    public bool Remove(T item)
    {
        lock (_lock)
        {
            var removed = _items.Remove(item);
            if (_items.Count == 0)
                ReleaseWaiting();
            return removed;
        }
    }

    /// <summary>Waits until the set is empty; false when the time is up first.</summary>
    public async Task<bool> WaitForNoneAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        TaskCompletionSource none;
        lock (_lock)
        {
            if (_items.Count == 0)
                return true;
            none = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add(none);
        }
        using var end = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        await none.Task.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return none.Task.IsCompleted;
    }

    private void ReleaseWaiting()
    {
        foreach (var waiting in _waiting)
            waiting.SetResult();
        _waiting.Clear();
    }
}
