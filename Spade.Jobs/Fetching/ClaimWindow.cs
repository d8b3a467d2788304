using Spade.Jobs.Leases;
using Spade.Jobs.Timing;

namespace Spade.Jobs.Fetching;

/// <summary>Where this node's next claim of a queue looks: not at once again where everything was found claimed.</summary>
/// <remarks>
/// <para>A claimed job leaves an entry behind in the index that claims read, until VACUUM removes it; while any transaction anywhere holds
/// an old snapshot (a long report, a forgotten transaction), VACUUM removes nothing, and claims that begin at the front read ever more of
/// them. So most claims of a priority begin where the last one left off, but at least a second before it, because transactions take
/// time.</para>
/// <code>
///   start_after   |xxxxxxxxxxxxxxxxxxxxxxxxxxooooooooo....|        |  x claimed long ago, o due
///                 front                     left off      now      future
///   everywhere    |------------------------------------------------|  once a second, and never more than a twentieth of the time
///   window                                  |--------------|           for each priority that was ever seen
/// </code>
/// <para>A window misses jobs that became visible late (their transaction was longer than the slack, a claim was rolled back, a backlog was
/// still being written) and, without a notification, priorities that are new; the next look everywhere finds them.</para>
/// </remarks>
internal sealed class ClaimWindow(TimeProvider time)
{
    /// <summary>Transactions that enqueue and take no longer than this are always seen by the next claim.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Pace _everywhere = new(TimeSpan.FromSeconds(1), time);
    private readonly SortedDictionary<short, ClaimFront> _fronts = new(Comparer<short>.Create((one, other) => other.CompareTo(one)))
    {
        [0] = ClaimFront.Beginning(0),
    };
    private bool _hasFound;
    private bool _isAsked;
    private long _movedBack = long.MinValue;

    /// <summary>There is a job that a window may not show: the next claim looks everywhere.</summary>
    public void LookEverywhere()
    {
        lock (_lock)
            _isAsked = true;
    }

    /// <returns>Null to look everywhere.</returns>
    public ClaimBounds? Next()
    {
        lock (_lock)
        {
            var isEverywhere = _isAsked || !_hasFound || _everywhere.IsDue;
            _isAsked = false;
            return isEverywhere ? null : new ClaimBounds([.. _fronts.Values]);
        }
    }

    /// <summary>Takes in what a claim has found.</summary>
    /// <param name="bounds">Where it looked.</param>
    /// <param name="claimed">What it found.</param>
    /// <param name="isFull">Whether there may be more.</param>
    /// <param name="began">When it began, before <see cref="Next"/> was asked.</param>
    public void Learn(ClaimBounds? bounds, List<ClaimedJob> claimed, bool isFull, long began)
    {
        lock (_lock)
        {
            if (bounds is null)
                _everywhere.Ran(began);
            if (claimed.Count == 0)
                return;
            _hasFound = true;
            // A claim that began before the front moved back has not seen the jobs that it moved back to.
            var mayAdvance = began >= _movedBack;
            LearnPositions(claimed, mayAdvance, mayMoveBack: bounds is null && isFull);
            if (!isFull && mayAdvance)
                LearnEmpty(bounds?.Fronts ?? [.. _fronts.Values], claimed[0].ClaimedAt - Slack);
        }
    }

    private void LearnPositions(List<ClaimedJob> claimed, bool mayAdvance, bool mayMoveBack)
    {
        foreach (var level in claimed.GroupBy(job => job.Priority))
        {
            var last = level.Max(job => new ClaimFront(job.Priority, job.StartAfter, job.Id))!;
            var reached = ClaimFront.Earlier(last, new(level.Key, claimed[0].ClaimedAt - Slack, Guid.Empty));
            var known = _fronts.GetValueOrDefault(level.Key, ClaimFront.Beginning(level.Key));
            if (reached.CompareTo(known) < 0 && mayMoveBack)
                MoveBack(reached);
            else
                _fronts[level.Key] = mayAdvance ? ClaimFront.Later(known, reached) : known;
        }
    }

    /// <summary>To jobs that became visible when the front had passed by.</summary>
    private void MoveBack(ClaimFront front)
    {
        _fronts[front.Priority] = front;
        _movedBack = time.GetTimestamp();
    }

    /// <summary>Older jobs that are due are being claimed by another node, or not visible yet.</summary>
    private void LearnEmpty(ClaimFront[] looked, DateTime since)
    {
        foreach (var priority in looked.Select(front => front.Priority))
            _fronts[priority] = ClaimFront.Later(_fronts[priority], new(priority, since, Guid.Empty));
    }
}
