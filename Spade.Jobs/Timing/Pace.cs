namespace Spade.Jobs.Timing;

/// <summary>Paces work whose cost may grow with rows that VACUUM cannot remove: once per interval, and for at most a twentieth of the time,
/// unless that would make it too rare.</summary>
internal sealed class Pace(TimeSpan interval, TimeProvider time)
{
    private const int LargestShare = 20;

    /// <summary>Limits the pause, because a single slow run may have waited for something else.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private long _ran;
    private TimeSpan _pause = TimeSpan.Zero;

    public bool IsDue => time.GetElapsedTime(_ran) >= _pause;

    /// <summary>Time until the next run is due.</summary>
    public TimeSpan Left => time.GetElapsedTime(_ran) is var since && since < _pause ? _pause - since : TimeSpan.Zero;

    /// <param name="began">Start of the run that has just ended.</param>
    public void Ran(long began)
    {
        _ran = time.GetTimestamp();
        var wanted = time.GetElapsedTime(began, _ran) * LargestShare;
        _pause = TimeSpan.FromTicks(Math.Max(interval.Ticks, Math.Min(wanted.Ticks, LongestPause.Ticks)));
    }
}
