using Spade.Jobs.Leases;
using Spade.Jobs.Timing;

namespace Spade.Jobs.Fetching;

/// <summary>Decides where this node's next claim of a queue starts, so that it does not reread entries of jobs claimed long ago.</summary>
/// <remarks>
/// <para>A claimed job leaves a dead entry in the index that claims read until VACUUM removes it. While any transaction holds an old
/// snapshot (a long report, a forgotten transaction), VACUUM removes nothing, and claims from the front of the index read more and more
/// dead entries. So most claims of a priority begin where the last one left off, minus a second of slack for transactions that were still
/// open.</para>
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
    /// <summary>The next claim always sees jobs whose enqueueing transaction took no longer than this.</summary>
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

    /// <summary>Makes the next claim look everywhere, because a window may miss a job.</summary>
    public void LookEverywhere()
    {
        lock (_lock)
            _isAsked = true;
    }

    /// <summary>True when a look everywhere is due that was not asked for.</summary>
    public bool IsEverywhereDue
    {
        get
        {
            lock (_lock)
                return _everywhere.IsDue;
        }
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

    /// <summary>Records the result of a claim.</summary>
    /// <param name="bounds">The bounds of the claim.</param>
    /// <param name="claimed">The claimed jobs.</param>
    /// <param name="isFull">Whether there may be more.</param>
    /// <param name="began">When the claim began, before the call of <see cref="Next"/>.</param>
    public void Learn(ClaimBounds? bounds, List<ClaimedJob> claimed, bool isFull, long began)
    {
        lock (_lock)
        {
            if (bounds is null)
                _everywhere.Ran(began);
            if (claimed.Count == 0)
                return;
            _hasFound = true;
            // A claim that began before the front moved back has not seen the jobs after the new front.
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

    /// <summary>Moves the front back to jobs that became visible after it had passed them.</summary>
    private void MoveBack(ClaimFront front)
    {
        _fronts[front.Priority] = front;
        _movedBack = time.GetTimestamp();
    }

    /// <summary>Moves the front forward: older due jobs are being claimed by another node or are not visible yet.</summary>
    private void LearnEmpty(ClaimFront[] looked, DateTime since)
    {
        foreach (var priority in looked.Select(front => front.Priority))
            _fronts[priority] = ClaimFront.Later(_fronts[priority], new(priority, since, Guid.Empty));
    }
}
