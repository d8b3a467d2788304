namespace Spade.Jobs.Leases;

/// <summary>Tokens of a stopping process, cancelled in this order: fetch no more and yield; stop now; stop waiting for the
/// database.</summary>
internal sealed class RunTokens : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _cancel = new();
    private readonly CancellationTokenSource _giveUp = new();
    private CancellationTokenSource _yield;

    public RunTokens() => _yield = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);

    /// <summary>Asks runs that start now to release their job, at a stop or by <see cref="AskToYield"/>.</summary>
    public CancellationToken Yield => Volatile.Read(ref _yield).Token;

    /// <summary>The process stops: no more jobs are fetched, and handlers yield at the next yield point or finish.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>The drain limit is over: handlers stop at once.</summary>
    public CancellationToken Cancel => _cancel.Token;

    /// <summary>The process exits: last writes stop waiting for the database.</summary>
    public CancellationToken GiveUp => _giveUp.Token;

    // Callbacks run on another thread: handlers may block in them, and the caller is the signal's thread.
    public void BeginStop() => _ = _stopping.CancelAsync();

    /// <summary>Asks the current runs, but no later ones, to release their job at the next yield point.</summary>
    public void AskToYield()
    {
        var asked = Interlocked.Exchange(ref _yield, CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token));
        // Not disposed, because the runs still hold its token.
        _ = asked.CancelAsync();
    }

    public void CancelRuns() => _ = _cancel.CancelAsync();

    public void StopWaiting() => _giveUp.Cancel();

    public void Dispose()
    {
        _yield.Dispose();
        _stopping.Dispose();
        _cancel.Dispose();
        _giveUp.Dispose();
    }
}
