namespace Spade.Rehearsal.Machine;

/// <summary>Waits for what no signal announces, such as the state of another process.</summary>
internal static class Pace
{
    /// <summary>Returns once the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not within the limit; the message names it.</exception>
    internal static async Task UntilAsync(
        string what, Func<bool> condition, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (!condition())
        {
            if (time.GetElapsedTime(began) > limit)
                throw new TimeoutException(FormattableString.Invariant($"Not within {limit.TotalSeconds:0} s: {what}."));
            await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellationToken);
        }
    }
}
