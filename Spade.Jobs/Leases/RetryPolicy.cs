namespace Spade.Jobs.Leases;

/// <summary>Retry limit and waits of a job.</summary>
internal sealed record RetryPolicy(int Limit, TimeSpan Delay, TimeSpan DelayMax, bool Backoff)
{
    /// <summary>The same policy with a first wait of at least <paramref name="least"/>, but at most the longest wait.</summary>
    public RetryPolicy AtLeast(TimeSpan least)
    {
        least = least < DelayMax ? least : DelayMax;
        return Delay < least ? this with { Delay = least } : this;
    }

    /// <summary>The wait before the next try. Jitter spreads the retries of jobs that failed at the same time.</summary>
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
