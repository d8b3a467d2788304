namespace Spade.Jobs.Leases;

/// <summary>What follows a failure.</summary>
internal sealed record RetryPolicy(int Limit, TimeSpan Delay, TimeSpan DelayMax, bool Backoff)
{
    /// <summary>The same with a first wait of no less than <paramref name="least"/>, unless that is above the longest.</summary>
    public RetryPolicy AtLeast(TimeSpan least)
    {
        least = least < DelayMax ? least : DelayMax;
        return Delay < least ? this with { Delay = least } : this;
    }

    /// <summary>The wait before the next try. Jitter keeps jobs that failed together from coming back together.</summary>
    /// <param name="failures">Failures so far, this one included.</param>
    /// <param name="luck">Between 0 and 1.</param>
    public TimeSpan DelayAfter(int failures, double luck)
    {
        if (!Backoff)
            return Delay;
        var whole = Math.Min(Delay.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 30)), DelayMax.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(whole * (0.5 + luck / 2));
    }
}
