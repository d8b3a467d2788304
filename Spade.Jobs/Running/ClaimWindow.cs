namespace Spade.Jobs;

/// <summary>Where this node's next claim of a queue looks. What was found empty need not be searched again at once.</summary>
/// <remarks>
/// <para>A claimed job leaves an entry behind in the index that claims read, until VACUUM removes it; while anybody anywhere holds an old
/// snapshot (a long report, a forgotten transaction), VACUUM removes nothing, and claims that begin at the front read ever more of them.
/// So most claims begin where the last one that emptied the queue left off, a little earlier for transactions that take their time.</para>
/// <code>
///   start_after   |xxxxxxxxxxxxxxxxxxxxxxxxxx|....oooo|        |  x claimed long ago, o due
///                 front                      since    now         future
///   everywhere    |--------------------------------------------|  the truth: once a second, and never more than a twentieth of the time
///   window                                   |--------|           for each priority that was ever seen
/// </code>
/// <para>A window is good for a queue that was found empty everywhere: as long as a backlog lasts, claims look everywhere, in order. It
/// misses jobs that became visible late (their transaction was longer than the slack, a claim was rolled back) and, without a hint,
/// priorities that are new; the next look everywhere finds both.</para>
/// </remarks>
internal sealed class ClaimWindow(TimeProvider time)
{
    /// <summary>Transactions that enqueue and take no longer than this are always seen by the next claim.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Pace _everywhere = new(TimeSpan.FromSeconds(1), time);
    private short[] _priorities = [0];
    private DateTime _since = DateTime.MinValue;
    private bool _isAsked;

    /// <summary>Somebody knows of a job that a window may not show.</summary>
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
            var isEverywhere = _isAsked || _since == DateTime.MinValue || _everywhere.IsDue;
            _isAsked = false;
            return isEverywhere ? null : new ClaimBounds(_priorities, _since);
        }
    }

    /// <summary>Takes in what a claim has found.</summary>
    /// <param name="bounds">Where it looked.</param>
    /// <param name="claimed">What it found.</param>
    /// <param name="isFull">Whether there may be more.</param>
    /// <param name="began">When it began.</param>
    public void Learn(ClaimBounds? bounds, List<ClaimedJob> claimed, bool isFull, long began)
    {
        lock (_lock)
        {
            if (bounds is null)
            {
                _everywhere.Ran(began);
                _priorities = [.. _priorities.Union(claimed.Select(job => job.Priority)).OrderDescending()];
                if (isFull)
                    _since = DateTime.MinValue;
            }
            if (!isFull && claimed.Count > 0 && claimed[0].ClaimedAt - Slack is var emptied && emptied > _since)
                _since = emptied;
        }
    }
}

/// <summary>What a claim looks at.</summary>
/// <param name="Priorities">Priorities, highest first.</param>
/// <param name="Since">Earliest <c>start_after</c>; the minimum for no bound.</param>
internal sealed record ClaimBounds(short[] Priorities, DateTime Since);
