namespace Spade.Shutdown.Progress;

/// <summary>A token that follows another one late.</summary>
/// <remarks>For a statement of the background that is under way when the service is told to stop: it ends by itself in a moment, and
/// PostgreSQL writes an error about each one that is cancelled.</remarks>
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
