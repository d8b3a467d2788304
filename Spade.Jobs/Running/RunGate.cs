namespace Spade.Jobs;

/// <summary>Counts what runs on this node over all its queues, so that a suspect of the poison brake can run with nobody beside it.</summary>
internal sealed class RunGate
{
    private readonly Lock _lock = new();
    private int _reserved;
    private bool _alone;

    /// <summary>Reserves places for jobs about to be claimed: all that were asked for, or none while a suspect runs alone.</summary>
    public bool TryReserve(int places)
    {
        lock (_lock)
        {
            if (_alone)
                return false;
            _reserved += places;
            return true;
        }
    }

    /// <summary>Reserves the whole node for one job, when nothing else runs or is being claimed.</summary>
    public bool TryReserveAlone()
    {
        lock (_lock)
        {
            if (_alone || _reserved > 0)
                return false;
            _alone = true;
            _reserved = 1;
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
                _alone = false;
        }
    }
}
