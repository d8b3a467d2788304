namespace Spade.Rehearsal.Load;

/// <summary>Numbers requests and says when they are due.</summary>
internal sealed class LoadClock(TimeProvider time)
{
    private readonly DateTimeOffset _beganAt = time.GetUtcNow();
    private readonly long _began = time.GetTimestamp();
    private long _last;

    internal TimeProvider Time => time;

    internal DateTimeOffset BeganAt => _beganAt;

    internal TimeSpan Elapsed => time.GetElapsedTime(_began);

    /// <summary>A request that was due this long after the begin, also when that is over.</summary>
    internal Intent Due(TimeSpan after) => new(
        Interlocked.Increment(ref _last), _beganAt + after, _began + (long)(after.TotalSeconds * time.TimestampFrequency));

    /// <summary>A request that is due now.</summary>
    internal Intent Now() => Due(Elapsed);

    /// <summary>Time from the moment when a request was due.</summary>
    internal TimeSpan Since(Intent intent) => time.GetElapsedTime(intent.Timestamp);

    /// <summary>Time from the moment when a request was due to a timestamp.</summary>
    internal TimeSpan Since(Intent intent, long timestamp) => time.GetElapsedTime(intent.Timestamp, timestamp);
}
