using Spade.Jobs.Configuration;

namespace Spade.Jobs.Nodes;

/// <summary>Decides from readings which nodes are dead. Each session has a new instance, because readings of another session prove
/// nothing.</summary>
/// <remarks>
/// <code>
///   lock      held ... held  free      free            fast: free twice, LockFreeFor apart, same heartbeat
///   reading   |   |   |   |   |   |   |   V  verdict
///   heartbeat |----|----|                              slow: the same for StaleAfter of watching
/// </code>
/// A restarted server has lost all locks, so until the grace time is over a free lock proves nothing. The observer adds up how long a
/// heartbeat has been unchanged from reading to reading. So a jump of the database's clock makes no heartbeat old, and the time in which
/// the observer itself was frozen does not count.
/// </remarks>
internal sealed class PeerWatch(JobsOptions options, TimeSpan sessionStart, bool renewed)
{
    private Dictionary<Guid, Sighting> _sightings = [];
    private TimeSpan? _lastLook;

    /// <param name="readings">All other nodes at one moment.</param>
    /// <param name="now">The observer's monotonic time.</param>
    /// <param name="serverUptime">How long the database server has been up.</param>
    /// <returns>The readings of dead nodes.</returns>
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
    /// <param name="Unchanged">Observed time in which it has been unchanged.</param>
    /// <param name="FreeSince">When its lock was first seen free under this heartbeat; null while it is held.</param>
    private readonly record struct Sighting(DateTime HeartbeatAt, TimeSpan Unchanged, TimeSpan? FreeSince);
}
