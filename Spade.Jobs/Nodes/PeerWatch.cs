namespace Spade.Jobs;

/// <summary>One look at another node.</summary>
/// <param name="Node">The other node.</param>
/// <param name="HeartbeatAt">Its last heartbeat, by the database's clock.</param>
/// <param name="LockFree">Its advisory lock is held by nobody.</param>
/// <param name="Stale">Its heartbeat is too old.</param>
internal readonly record struct PeerReading(Guid Node, DateTime HeartbeatAt, bool LockFree, bool Stale);

/// <summary>Turns readings into verdicts. One instance lives as long as one unbroken session: what was seen through another session
/// proves nothing.</summary>
/// <remarks>
/// <code>
///   lock      held ... held  free      free            fast: free twice, LockFreeFor apart, same heartbeat
///   reading   |   |   |   |   |   |   |   V  verdict
///   heartbeat |----|----|                              truth: older than StaleAfter
/// </code>
/// A server that restarted has forgotten every lock, and every heartbeat may be old: until the grace is over, nobody is dead.
/// </remarks>
internal sealed class PeerWatch(JobsOptions options, TimeSpan sessionStart, bool renewed)
{
    private readonly Dictionary<Guid, (TimeSpan Since, DateTime HeartbeatAt)> _free = [];

    /// <param name="readings">Every other node, seen at one moment.</param>
    /// <param name="now">Monotonic time of the observer.</param>
    /// <param name="serverUptime">How long the database server has been up.</param>
    /// <returns>The readings of the nodes that are dead.</returns>
    public List<PeerReading> Judge(IReadOnlyCollection<PeerReading> readings, TimeSpan now, TimeSpan serverUptime)
    {
        var quiet = renewed ? TimeSpanMin(now - sessionStart, serverUptime) : serverUptime;
        var locksCount = quiet >= options.ReconnectGrace;
        var heartbeatsCount = quiet >= 2 * options.ReconnectGrace;
        Forget(readings);
        var dead = new List<PeerReading>();
        foreach (var reading in readings)
        {
            var freeLongEnough = HasBeenFree(reading, now);
            if ((freeLongEnough && locksCount) || (reading.Stale && heartbeatsCount))
                dead.Add(reading);
        }
        return dead;
    }

    private bool HasBeenFree(PeerReading reading, TimeSpan now)
    {
        if (!reading.LockFree)
        {
            _free.Remove(reading.Node);
            return false;
        }
        if (_free.TryGetValue(reading.Node, out var first) && first.HeartbeatAt == reading.HeartbeatAt)
            return now - first.Since >= options.LockFreeFor;
        _free[reading.Node] = (now, reading.HeartbeatAt);
        return false;
    }

    private void Forget(IReadOnlyCollection<PeerReading> readings)
    {
        var present = readings.Select(reading => reading.Node).ToHashSet();
        foreach (var gone in _free.Keys.Where(node => !present.Contains(node)).ToList())
            _free.Remove(gone);
    }

    private static TimeSpan TimeSpanMin(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
