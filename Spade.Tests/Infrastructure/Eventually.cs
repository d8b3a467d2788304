namespace Spade.Tests.Infrastructure;

/// <summary>Waits for a condition that no signal announces, such as a row that another process writes.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    /// <summary>Returns once <paramref name="condition"/> holds. Checks every 25 ms by default.</summary>
    /// <exception cref="TimeoutException">The condition did not hold in time; the message names it.</exception>
    public static async Task HoldsAsync(string what, Func<Task<bool>> condition, TimeSpan? within = null, TimeSpan? every = null)
    {
        var limit = within ?? Timeouts.Default;
        using var timer = new PeriodicTimer(every ?? Interval);
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > limit)
                throw new TimeoutException($"Not within {limit}: {what}");
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Returns once a count has grown to <paramref name="wanted"/>. There is no limit as long as it grows.</summary>
    /// <exception cref="TimeoutException">It did not grow for <paramref name="patience"/>.</exception>
    public static async Task GrowsToAsync(string what, long wanted, Func<Task<long>> count, TimeSpan patience, TimeSpan? every = null)
    {
        for (var seen = await count(); seen < wanted;)
        {
            var before = seen;
            await HoldsAsync($"more {what} than {before} of {wanted}", async () => (seen = await count()) > before, patience, every);
        }
    }
}
