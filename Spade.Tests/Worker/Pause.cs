namespace Spade.Tests.Worker;

/// <summary>How long a job takes, a client thinks, a trickle is silent: time that passes on purpose, not a wait for something to happen.</summary>
public static class Pause
{
    /// <summary>Passes the time; a cancelled token ends it early, without an exception.</summary>
    public static async Task ForAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        // The timer's own granularity: it refuses less.
        if (time < TimeSpan.FromMilliseconds(1))
            return;
        using var timer = new PeriodicTimer(time);
        try
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The caller looks at its token.
        }
    }
}
