namespace Spade.Tests.Infrastructure;

/// <summary>Waiting for a token.</summary>
internal static class Cancellation
{
    /// <summary>Returns when the token is cancelled.</summary>
    public static async Task RequestedAsync(CancellationToken token)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.Register(cancelled.SetResult);
        await cancelled.Task;
    }

    /// <summary>Throws when the token is cancelled, as a call does that passes it on.</summary>
    public static async Task ThrownAsync(CancellationToken token)
    {
        await RequestedAsync(token);
        token.ThrowIfCancellationRequested();
    }
}
