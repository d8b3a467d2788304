using Spade.Jobs.Leases;

namespace Spade.Jobs.Fetching;

/// <summary>One claim under way: the places that are reserved for it, and what is learned from its result. Dispose it when its jobs are
/// among the <see cref="RunningJobs"/>.</summary>
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

    /// <summary>How many jobs to claim at most.</summary>
    public int Places { get; }

    /// <summary>Where to look; null for everywhere.</summary>
    public ClaimBounds? Bounds { get; }

    /// <summary>Takes in the result and gives back the places that it leaves free.</summary>
    /// <returns>True when there may be more to claim at once.</returns>
    public bool Succeed(List<ClaimedJob> claimed)
    {
        var isFull = claimed.Count == Places;
        _window.Learn(Bounds, claimed, isFull, _began);
        _backlog.EndClaim(_backlogBegun, isFull);
        _slots.Release(Places - claimed.Count);
        return isFull;
    }

    /// <summary>It broke: what is due is not known, and the next claim looks everywhere.</summary>
    public void Fail()
    {
        _window.LookEverywhere();
        _backlog.MayHaveGrown();
        _slots.Release(Places);
    }

    public void Dispose() => _underWay.Dispose();
}
