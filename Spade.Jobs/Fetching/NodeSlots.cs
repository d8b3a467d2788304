using Spade.Jobs.Quarantine;

namespace Spade.Jobs.Fetching;

/// <summary>Counts what runs and is being claimed on this node over all its queues. Closed, it lets nothing begin, so that a suspect of the
/// poison brake can run with nobody beside it. <see cref="QuarantineRunner"/> alone closes and opens it.</summary>
internal sealed class NodeSlots
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _idle;
    private int _reserved;
    private bool _isClosed;
    private bool _hasRefused;

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

    /// <summary>Reserves places for jobs about to be claimed: all that were asked for, or none while the gate is closed.</summary>
    public bool TryReserve(int places)
    {
        lock (_lock)
        {
            _hasRefused |= _isClosed;
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

    /// <summary>Reserves the suspect's place, closed or not.</summary>
    public void ReserveForQuarantined()
    {
        lock (_lock)
            _reserved++;
    }

    /// <returns>True when somebody was refused meanwhile, and should look again.</returns>
    public bool Open()
    {
        lock (_lock)
        {
            _isClosed = false;
            var hasRefused = _hasRefused;
            _hasRefused = false;
            return hasRefused;
        }
    }

    /// <summary>Ends when nothing runs or is being claimed; with the gate open, only for that moment.</summary>
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
