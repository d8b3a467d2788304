using Spade.Jobs.Leases;

namespace Spade.Jobs.Fetching;

/// <summary>One pending claim: its reserved slots, and the evaluation of its result. Dispose it when its jobs are among the
/// <see cref="RunningJobs"/>.</summary>
internal sealed class QueueClaim : IDisposable
{
    private readonly NodeSlots _slots;
    private readonly ClaimWindow _window;
    private readonly Backlog _backlog;
    private readonly IDisposable _underWay;
    private readonly long _backlogBegun;
    private readonly long _began;

    public QueueClaim(int places, NodeSlots slots, RunningJobs running, ClaimWindow window, Backlog backlog, TimeProvider time)
    {
        Places = places;
        (_slots, _window, _backlog) = (slots, window, backlog);
        _backlogBegun = backlog.BeginClaim();
        _underWay = running.BeginClaim();
        _began = time.GetTimestamp();
        Bounds = window.Next();
    }

    /// <summary>Most jobs to claim.</summary>
    public int Places { get; }

    /// <summary>Where to look; null for everywhere.</summary>
    public ClaimBounds? Bounds { get; }

    /// <summary>Records the result and frees the unused slots.</summary>
    /// <returns>True when there may be more to claim at once.</returns>
    public bool Succeed(List<ClaimedJob> claimed)
    {
        var isFull = claimed.Count == Places;
        _window.Learn(Bounds, claimed, isFull, _began);
        _backlog.EndClaim(_backlogBegun, isFull);
        _slots.Release(Places - claimed.Count);
        return isFull;
    }

    /// <summary>Records a failed claim: it is unknown what is due, so the next claim looks everywhere.</summary>
    public void Fail()
    {
        _window.LookEverywhere();
        _backlog.MayHaveGrown();
        _slots.Release(Places);
    }

    public void Dispose() => _underWay.Dispose();
}
