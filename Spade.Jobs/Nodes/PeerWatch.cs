using Spade.Jobs.Configuration;

namespace Spade.Jobs.Nodes;

/// <summary>Turns readings into verdicts. One instance lives as long as one unbroken session: what was seen through another session
/// proves nothing.</summary>
/// <remarks>
/// <code>
///   lock      held ... held  free      free            fast: free twice, LockFreeFor apart, same heartbeat
///   reading   |   |   |   |   |   |   |   V  verdict
///   heartbeat |----|----|                              slow: the same for StaleAfter of watching
/// </code>
/// A server that restarted has forgotten every lock: until the grace is over, a free one proves nothing. How long a heartbeat has been the
/// same is measured by the observer, reading by reading: a database clock that jumps makes no heartbeat old, and an observer that was
/// frozen itself has not watched meanwhile.
/// </remarks>
internal sealed class PeerWatch(JobsOptions options, TimeSpan sessionStart, bool renewed)
{
    private Dictionary<Guid, Sighting> _sightings = [];
    private TimeSpan? _lastLook;

    /// <param name="readings">Every other node, seen at one moment.</param>
    /// <param name="now">Monotonic time of the observer.</param>
    /// <param name="serverUptime">How long the database server has been up.</param>
    /// <returns>The readings of the nodes that are dead.</returns>
    public List<PeerReading> Judge(IReadOnlyCollection<PeerReading> readings, TimeSpan now, TimeSpan serverUptime)
    {
        var quiet = renewed ? Min(now - sessionStart, serverUptime) : serverUptime;
        var watched = Min(now - (_lastLook ?? now), 2 * options.ReadingInterval);
        _lastLook = now;
        _sightings = readings.ToDictionary(reading => reading.Node, reading => See(reading, now, watched));
        return readings.Where(reading => IsDead(_sightings[reading.Node], now, locksCount: quiet >= options.ReconnectGrace)).ToList();
    }

    private Sighting See(PeerReading reading, TimeSpan now, TimeSpan watched)
    {
        var isSame = _sightings.TryGetValue(reading.Node, out var last) && last.HeartbeatAt == reading.HeartbeatAt;
        return new Sighting(
            reading.HeartbeatAt,
            Unchanged: isSame ? last.Unchanged + watched : TimeSpan.Zero,
            FreeSince: !reading.IsLockFree ? null : isSame && last.FreeSince is { } since ? since : now);
    }

    private bool IsDead(Sighting seen, TimeSpan now, bool locksCount) =>
        (locksCount && now - seen.FreeSince >= options.LockFreeFor) || seen.Unchanged >= options.StaleAfter;

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;

    /// <param name="HeartbeatAt">The node's last heartbeat.</param>
    /// <param name="Unchanged">For how long of watching it has been the same.</param>
    /// <param name="FreeSince">When its lock was first seen free under this heartbeat; null while it is held.</param>
    private readonly record struct Sighting(DateTime HeartbeatAt, TimeSpan Unchanged, TimeSpan? FreeSince);
}
