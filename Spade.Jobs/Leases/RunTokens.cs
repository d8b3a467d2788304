namespace Spade.Jobs.Leases;

/// <summary>The three things that a stopping worker says, in order: no new work and yield; stop now; nobody listens any more.</summary>
internal sealed class RunTokens : IDisposable
{
    private readonly CancellationTokenSource _shutdown = new();
    private CancellationTokenSource _yield;
    private readonly CancellationTokenSource _cancel = new();
    private readonly CancellationTokenSource _giveUp = new();

    public RunTokens() => _yield = CancellationTokenSource.CreateLinkedTokenSource(_shutdown.Token);

    /// <summary>What runs that begin now are asked to hand over by: a shutdown, or <see cref="AskToYield"/>.</summary>
    public CancellationToken Yield => Volatile.Read(ref _yield).Token;

    /// <summary>SIGTERM: fetch nothing; handlers hand over at their next yield point, short ones just finish.</summary>
    public CancellationToken Shutdown => _shutdown.Token;

    /// <summary>The drain limit is over: handlers stop at once.</summary>
    public CancellationToken Cancel => _cancel.Token;

    /// <summary>The process ends: last writes that still wait for a database stop waiting.</summary>
    public CancellationToken GiveUp => _giveUp.Token;

    // Callbacks run elsewhere: handlers may go on for long in them, and the caller is the signal itself.
    public void BeginShutdown() => _ = _shutdown.CancelAsync();

    /// <summary>Asks what runs now to hand over at its next yield point, and nobody who begins later.</summary>
    public void AskToYield()
    {
        var asked = Interlocked.Exchange(ref _yield, CancellationTokenSource.CreateLinkedTokenSource(_shutdown.Token));
        // Not disposed: whoever runs still holds its token.
        _ = asked.CancelAsync();
    }

    public void CancelRuns() => _ = _cancel.CancelAsync();

    public void StopWaiting() => _giveUp.Cancel();

    public void Dispose()
    {
        _yield.Dispose();
        _shutdown.Dispose();
        _cancel.Dispose();
        _giveUp.Dispose();
    }
}
