namespace Spade.Shutdown.Progress;

/// <summary>A token that is cancelled some time after another one.</summary>
/// <remarks>For background statements that are running when the service is told to stop. They end by themselves within moments, whereas
/// PostgreSQL logs an error for each statement that is cancelled.</remarks>
public sealed class LateToken : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _registration;

    /// <summary>Begins to follow.</summary>
    /// <param name="delay">How long after the other this one is cancelled.</param>
    /// <param name="time">The clock.</param>
    /// <param name="token">The token that is followed.</param>
    public LateToken(TimeSpan delay, TimeProvider time, CancellationToken token)
    {
        _source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _registration = token.Register(() => _source.CancelAfter(delay));
    }

    /// <summary>The token.</summary>
    public CancellationToken Token => _source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }
}
