namespace Spade.Jobs.Fetching;

/// <summary>Whether more of a queue's jobs may be due than this node runs. Two claims may be on their way at once, and notifications come
/// while they are: there is no backlog only when a claim found less than it wanted, and nothing has spoken for one since
/// it began.</summary>
internal sealed class Backlog
{
    private readonly Lock _lock = new();
    private long _evidence;
    private bool _mayExist;

    public bool MayExist
    {
        get
        {
            lock (_lock)
                return _mayExist;
        }
    }

    /// <summary>There may be jobs that no claim has seen yet.</summary>
    public void MayHaveGrown()
    {
        lock (_lock)
        {
            _evidence++;
            _mayExist = true;
        }
    }

    /// <returns>What to end the claim with.</returns>
    public long BeginClaim()
    {
        lock (_lock)
            return _evidence;
    }

    public void EndClaim(long begun, bool isFull)
    {
        if (isFull)
        {
            MayHaveGrown();
            return;
        }
        lock (_lock)
        {
            if (begun == _evidence)
                _mayExist = false;
        }
    }
}
