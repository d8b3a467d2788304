using Spade.Jobs.Configuration;
using Spade.Jobs.Leases;

namespace Spade.Jobs.Fetching;

/// <summary>Chooses how this node's next claim of a queue looks for jobs: in order, or with equal shares for the groups that
/// wait.</summary>
/// <remarks>
/// <code>
///   in order    until a claim is full and has brought a job with a group: other groups may wait behind that one
///   by group    until a claim finds less than it wanted: no job with a group waits any more
///   ungrouped   between claims by group: every second one while such jobs are found, else once a second
/// </code>
/// So a queue whose jobs have no group is always claimed in order, by the same statements as if there were no groups. Claims in order and
/// those of jobs without a group have a window each, because each of them sees only its own jobs.
/// </remarks>
internal sealed class ClaimChoice(JobQueue queue, RunningJobs running, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly ClaimWindow _order = new(time);
    private readonly ClaimWindow _ungrouped = new(time);
    private bool _hasGroups;
    private bool _mayGroupsWait;
    private bool _mayUngroupedWait;
    private bool _isUngroupedNext;
    private string _servedLast = "";

    /// <summary>Makes the next claim look everywhere, because a window may miss a job.</summary>
    public void LookEverywhere()
    {
        lock (_lock)
        {
            _order.LookEverywhere();
            _ungrouped.LookEverywhere();
            _mayGroupsWait |= _hasGroups;
        }
    }

    /// <summary>Records that jobs with a group wait, before any was claimed.</summary>
    public void ExpectGroups()
    {
        lock (_lock)
            (_hasGroups, _mayGroupsWait) = (true, true);
    }

    public ClaimLook Next()
    {
        lock (_lock)
        {
            if (!_mayGroupsWait)
                return new ClaimLook.InOrder(_order.Next());
            if (!_isUngroupedNext && !_ungrouped.IsEverywhereDue)
                return new ClaimLook.ByGroup(RunningGroups(), _servedLast);
            _isUngroupedNext = false;
            return new ClaimLook.Ungrouped(_ungrouped.Next());
        }
    }

    /// <summary>Records the result of a claim.</summary>
    /// <param name="look">How the claim looked.</param>
    /// <param name="claimed">The claimed jobs.</param>
    /// <param name="isFull">Whether they are as many as the claim wanted.</param>
    /// <param name="began">When the claim began, before the call of <see cref="Next"/>.</param>
    /// <returns>True when there may be more to claim at once.</returns>
    public bool Learn(ClaimLook look, List<ClaimedJob> claimed, bool isFull, long began)
    {
        lock (_lock)
        {
            switch (look)
            {
                case ClaimLook.InOrder inOrder:
                    _order.Learn(inOrder.Bounds, claimed, isFull, began);
                    LearnKinds(claimed, isFull);
                    return isFull;
                case ClaimLook.Ungrouped ungrouped:
                    _ungrouped.Learn(ungrouped.Bounds, claimed, isFull, began);
                    _mayUngroupedWait = isFull;
                    return true;
                default:
                    LearnGroups((ClaimLook.ByGroup)look, claimed, isFull);
                    return true;
            }
        }
    }

    /// <summary>Without the runs that end, whose places a claim beside their completions gives out.</summary>
    private string[] RunningGroups() => [.. running.GroupsOf(queue.Name, withEnding: false).Where(group => group.Length > 0)];

    private void LearnKinds(List<ClaimedJob> claimed, bool isFull)
    {
        if (!claimed.Exists(job => job.Group is not null))
            return;
        _hasGroups = true;
        _mayGroupsWait |= isFull;
        MarkServed(_servedLast, claimed);
        _mayUngroupedWait |= isFull && claimed.Exists(job => job.Group is null);
    }

    private void LearnGroups(ClaimLook.ByGroup look, List<ClaimedJob> claimed, bool isFull)
    {
        MarkServed(look.After, claimed);
        _isUngroupedNext = _mayUngroupedWait;
        if (isFull)
            return;
        _mayGroupsWait = false;
        // Its window has seen nothing of what was claimed by group.
        _order.LookEverywhere();
    }

    /// <summary>The next claim by group begins after the last of these groups, in the circle that begins after another one.</summary>
    private void MarkServed(string after, List<ClaimedJob> claimed) => _servedLast = claimed
        .Select(job => job.Group).OfType<string>()
        .OrderBy(group => string.CompareOrdinal(group, after) <= 0)
        .ThenBy(group => group, StringComparer.Ordinal)
        .LastOrDefault(_servedLast);
}
