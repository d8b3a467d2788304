namespace Spade.Tests.Restarts.Rig;

/// <summary>Think time of a client, or the gap in a trickle: time that passes on purpose, not a wait for something to happen.</summary>
internal static class Pause
{
    /// <summary>Passes the time; a cancelled token ends it early, without an exception.</summary>
    public static async Task ForAsync(TimeSpan time, CancellationToken cancellationToken)
    {
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
