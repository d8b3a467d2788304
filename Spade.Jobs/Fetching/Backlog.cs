namespace Spade.Jobs.Fetching;

/// <summary>Whether more of a queue's jobs may be due than this node runs. Two claims may run concurrently, and notifications may arrive
/// meanwhile, so there is no backlog only if a claim found less than it wanted and no notification has come since it
/// began.</summary>
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

    /// <summary>Records that there may be jobs that no claim has seen yet.</summary>
    public void MayHaveGrown()
    {
        lock (_lock)
        {
            _evidence++;
            _mayExist = true;
        }
    }

    /// <returns>The token to end the claim with.</returns>
    public long BeginClaim()
    {
        lock (_lock)
            return _evidence;
    }

    public void EndClaim(long begun, bool mayBeMore)
    {
        if (mayBeMore)
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
