namespace Aspire.Hosting.Run.Probes;

/// <summary>Asks one question again and again and counts the answers as the kubelet does.</summary>
internal sealed class ProbeLoop(IProbe probe, ProbePace pace, TimeProvider clock)
{
    /// <summary>Ends with the first success that counts. Throws <see cref="TimeoutException"/>, saying what was wrong last, after
    /// <paramref name="limit"/>.</summary>
    internal async Task UntilGoodAsync(TimeSpan limit, Action<string> stillBad, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        for (var good = 0; good < pace.SuccessThreshold;)
        {
            var wrong = await probe.AskAsync(cancellationToken);
            good = wrong is null ? good + 1 : 0;
            if (wrong is not null)
            {
                if (clock.GetElapsedTime(began) >= limit)
                    throw new TimeoutException(wrong);
                stillBad(wrong);
            }

            if (good < pace.SuccessThreshold)
                await Task.Delay(ProbePace.StartPeriod, clock, cancellationToken);
        }
    }

    /// <summary>Goes on for ever, from a state that is good; tells each time it changes, with what is wrong or null.</summary>
    internal async Task WatchAsync(Action<string?> changed, CancellationToken cancellationToken)
    {
        var (isGood, good, bad) = (true, 0, 0);
        while (true)
        {
            await Task.Delay(pace.Period, clock, cancellationToken);
            var wrong = await probe.AskAsync(cancellationToken);
            (good, bad) = wrong is null ? (good + 1, 0) : (0, bad + 1);
            var isGoodNow = isGood ? bad < pace.FailureThreshold : good >= pace.SuccessThreshold;
            if (isGoodNow != isGood)
                changed(wrong);
            isGood = isGoodNow;
        }
    }
}
