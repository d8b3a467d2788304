namespace Spade.Tests.TestWorker;

/// <summary>Time that passes on purpose, such as a job's duration or a client's silence. It is no wait for a condition.</summary>
public static class Pause
{
    /// <summary>Lets the time pass; a cancelled token ends it early, without an exception.</summary>
    public static async Task ForAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        // The timer's granularity; it rejects shorter times.
        if (time < TimeSpan.FromMilliseconds(1))
            return;
        using var timer = new PeriodicTimer(time);
        try
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The caller checks its token.
        }
    }
}
