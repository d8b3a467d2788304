namespace Spade.Jobs.Timing;

/// <summary>How often something runs whose cost may grow with what VACUUM cannot remove: at an interval, and no more than a twentieth of
/// the time unless that would make it rare.</summary>
internal sealed class Pace(TimeSpan interval, TimeProvider time)
{
    private const int LargestShare = 20;

    /// <summary>What was slow once may have waited for something else.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private long _ran;
    private TimeSpan _pause = TimeSpan.Zero;

    public bool IsDue => time.GetElapsedTime(_ran) >= _pause;

    /// <summary>Until it is due.</summary>
    public TimeSpan Left => time.GetElapsedTime(_ran) is var since && since < _pause ? _pause - since : TimeSpan.Zero;

    /// <param name="began">When the run that has just ended began.</param>
    public void Ran(long began)
    {
        _ran = time.GetTimestamp();
        var wanted = time.GetElapsedTime(began, _ran) * LargestShare;
        _pause = TimeSpan.FromTicks(Math.Max(interval.Ticks, Math.Min(wanted.Ticks, LongestPause.Ticks)));
    }
}
