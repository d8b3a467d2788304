namespace Spade.Jobs.Fetching;

/// <summary>Counts running jobs and pending claims on this node over all its queues. While closed, no claim may start, so that a job in
/// quarantine can run alone. Only the quarantine closes and opens it.</summary>
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

    /// <summary>Number of taken slots.</summary>
    public int Reserved
    {
        get
        {
            lock (_lock)
                return _reserved;
        }
    }

    /// <summary>Reserves slots for a claim: all that were asked for, or none while closed.</summary>
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

    /// <summary>Frees slots.</summary>
    public void Release(int places)
    {
        lock (_lock)
        {
            _reserved -= places;
            if (_reserved == 0)
                _idle?.TrySetResult();
        }
    }

    /// <summary>Lets no more claims start.</summary>
    public void Close()
    {
        lock (_lock)
            _isClosed = true;
    }

    /// <summary>As <see cref="Close"/>, but only if the node is idle.</summary>
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

    /// <summary>Reserves the slot of a job in quarantine, even while closed.</summary>
    public void ReserveForQuarantined()
    {
        lock (_lock)
            _reserved++;
    }

    /// <returns>True when a claim was rejected meanwhile, so that the queues must be polled again.</returns>
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

    /// <summary>Completes when no job runs or is being claimed. Unless the slots are closed, new claims may start right after.</summary>
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
