namespace Spade.Jobs.Leases;

/// <summary>Counts what becomes of runs once the process stops. Under a lock together with the change it counts: sums have to add up.</summary>
internal sealed class DrainCount
{
    private readonly Lock _lock = new();
    private bool _marked;
    private bool _closed;
    private JobsTally _tally;

    public JobsTally Tally
    {
        get
        {
            lock (_lock)
                return _tally;
        }
    }

    public void Mark(Func<int> running)
    {
        lock (_lock)
        {
            if (_marked)
                return;
            _marked = true;
            _tally = new JobsTally(running(), 0, 0, 0, 0);
        }
    }

    public void Begin(Action begin)
    {
        lock (_lock)
        {
            begin();
            if (_marked)
                _tally = _tally with { Begun = _tally.Begun + 1 };
        }
    }

    public void End(Action end, WorkEnd how)
    {
        lock (_lock)
        {
            end();
            if (_marked && !_closed)
                _tally = Counted(how);
        }
    }

    /// <summary>Closes the count: what ends after this was not waited for.</summary>
    public void Abandon(Func<int> running)
    {
        lock (_lock)
        {
            _tally = _tally with { Aborted = _tally.Aborted + running() };
            _closed = true;
        }
    }

    private JobsTally Counted(WorkEnd how) => how switch
    {
        WorkEnd.Finished => _tally with { Finished = _tally.Finished + 1 },
        WorkEnd.Released => _tally with { Released = _tally.Released + 1 },
        _ => _tally with { Aborted = _tally.Aborted + 1 },
    };
}
