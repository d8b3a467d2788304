namespace Spade.Jobs.Fetching;

/// <summary>Counts what runs and is being claimed on this node over all its queues. Closed, it lets nothing begin, so that a job in
/// quarantine can run with nothing beside it. Only the quarantine closes and opens it.</summary>
internal sealed class NodeSlots
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _idle;
    private int _reserved;
    private bool _isClosed;
    private bool _hasRejected;

    public bool IsClosed
    {
        get
        {
            lock (_lock)
                return _isClosed;
        }
    }

    /// <summary>Places that are taken.</summary>
    public int Reserved
    {
        get
        {
            lock (_lock)
                return _reserved;
        }
    }

    /// <summary>Reserves places for jobs about to be claimed: all that were asked for, or none while it is closed.</summary>
    public bool TryReserve(int places)
    {
        lock (_lock)
        {
            _hasRejected |= _isClosed;
            if (_isClosed)
                return false;
            _reserved += places;
            return true;
        }
    }

    /// <summary>Gives places back.</summary>
    public void Release(int places)
    {
        lock (_lock)
        {
            _reserved -= places;
            if (_reserved == 0)
                _idle?.TrySetResult();
        }
    }

    /// <summary>Lets nothing more begin.</summary>
    public void Close()
    {
        lock (_lock)
            _isClosed = true;
    }

    /// <summary>As <see cref="Close"/>, when nothing runs or is being claimed.</summary>
    public bool TryCloseIdle()
    {
        lock (_lock)
        {
            if (_reserved > 0)
                return false;
            _isClosed = true;
            return true;
        }
    }

    /// <summary>Reserves the place of a job in quarantine, closed or not.</summary>
    public void ReserveForQuarantined()
    {
        lock (_lock)
            _reserved++;
    }

    /// <returns>True when a claim was rejected meanwhile: the queues are to be looked at again.</returns>
    public bool Open()
    {
        lock (_lock)
        {
            _isClosed = false;
            var hasRejected = _hasRejected;
            _hasRejected = false;
            return hasRejected;
        }
    }

    /// <summary>Ends when nothing runs or is being claimed; while it is open, only for that moment.</summary>
    public Task WhenIdleAsync()
    {
        lock (_lock)
        {
            if (_reserved == 0)
                return Task.CompletedTask;
            if (_idle is null || _idle.Task.IsCompleted)
                _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }
}
