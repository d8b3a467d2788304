using System.Diagnostics.CodeAnalysis;

namespace Spade.Jobs;

/// <summary>The right of one run to write, until it is lost.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The heartbeat may mark a lease that its run has just given up.")]
internal sealed class JobLease(ClaimedJob job)
{
    private readonly CancellationTokenSource _lost = new();
    private volatile bool _settling;

    public ClaimedJob Job => job;

    /// <summary>Cancelled when the job belongs to somebody else, or to nobody.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>True while the run's last statement is on its way: that the job is not active any more may be this run's own doing.</summary>
    public bool IsSettling
    {
        get => _settling;
        set => _settling = value;
    }

    /// <summary>Tells the handler that nothing it writes counts any more. Callbacks run elsewhere: the caller may be the heartbeat.</summary>
    public void MarkLost() => _ = _lost.CancelAsync();
}
