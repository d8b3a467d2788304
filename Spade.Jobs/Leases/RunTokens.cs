namespace Spade.Jobs.Leases;

/// <summary>What a stopping process tells its runs, in this order: fetch nothing and yield; stop now; wait for the database no
/// longer.</summary>
internal sealed class RunTokens : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _cancel = new();
    private readonly CancellationTokenSource _giveUp = new();
    private CancellationTokenSource _yield;

    public RunTokens() => _yield = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);

    /// <summary>Asks runs that begin now to release their job: at a stop, or by <see cref="AskToYield"/>.</summary>
    public CancellationToken Yield => Volatile.Read(ref _yield).Token;

    /// <summary>The process stops: nothing is fetched, and handlers release their job at the next yield point or just finish.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>The drain limit is over: handlers stop at once.</summary>
    public CancellationToken Cancel => _cancel.Token;

    /// <summary>The process ends: last writes that still wait for a database stop waiting.</summary>
    public CancellationToken GiveUp => _giveUp.Token;

    // Callbacks run elsewhere: handlers may go on for long in them, and the caller is the thread of the signal.
    public void BeginStop() => _ = _stopping.CancelAsync();

    /// <summary>Asks the runs of this moment to release their job at the next yield point, and none that begins later.</summary>
    public void AskToYield()
    {
        var asked = Interlocked.Exchange(ref _yield, CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token));
        // Not disposed: the runs still hold its token.
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
