using Spade.Jobs.Leases;

namespace Spade.Jobs.Fetching;

/// <summary>One pending claim: its reserved slots, and the evaluation of its result. Dispose it when its jobs are among the
/// <see cref="RunningJobs"/>.</summary>
internal sealed class QueueClaim : IDisposable
{
    private readonly NodeSlots _slots;
    private readonly ClaimChoice _choice;
    private readonly Backlog _backlog;
    private readonly IDisposable _underWay;
    private readonly long _backlogBegun;
    private readonly long _began;

    public QueueClaim(int places, NodeSlots slots, RunningJobs running, ClaimChoice choice, Backlog backlog, TimeProvider time)
    {
        Places = places;
        (_slots, _choice, _backlog) = (slots, choice, backlog);
        _backlogBegun = backlog.BeginClaim();
        _underWay = running.BeginClaim();
        _began = time.GetTimestamp();
        Look = choice.Next();
    }

    /// <summary>Most jobs to claim.</summary>
    public int Places { get; }

    /// <summary>How to look for them.</summary>
    public ClaimLook Look { get; }

    /// <summary>Records the result and frees the unused slots.</summary>
    /// <returns>True when there may be more to claim at once.</returns>
    public bool Succeed(List<ClaimedJob> claimed)
    {
        var mayBeMore = _choice.Learn(Look, claimed, isFull: claimed.Count == Places, _began);
        _backlog.EndClaim(_backlogBegun, mayBeMore);
        _slots.Release(Places - claimed.Count);
        return mayBeMore;
    }

    /// <summary>Records a failed claim: it is unknown what is due, so the next claim looks everywhere.</summary>
    public void Fail()
    {
        _choice.LookEverywhere();
        _backlog.MayHaveGrown();
        _slots.Release(Places);
    }

    public void Dispose() => _underWay.Dispose();
}
