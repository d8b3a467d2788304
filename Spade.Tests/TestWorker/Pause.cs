namespace Spade.Tests.TestWorker;

/// <summary>Time that passes on purpose (how long a job takes, how long a client is silent), not a wait for something to
/// happen.</summary>
public static class Pause
{
    /// <summary>Passes the time; a cancelled token ends it early, without an exception.</summary>
    public static async Task ForAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        // The timer's own granularity: it rejects less.
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
