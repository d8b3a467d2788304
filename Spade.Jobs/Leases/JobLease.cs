using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Spade.Shutdown.InFlight;

namespace Spade.Jobs.Leases;

/// <summary>The right of one run to write, until it is lost.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The heartbeat may mark a lease that its run has just given up.")]
internal sealed class JobLease(ClaimedJob job, long began)
{
    private readonly CancellationTokenSource _lost = new();
    private ConcurrentDictionary<object, string>? _steps;
    private volatile TaskCompletionSource? _checkpointed;
    private volatile bool _settling;

    public ClaimedJob Job => job;

    /// <summary>Timestamp of the run's beginning.</summary>
    public long Began => began;

    /// <summary>How the run ended, once it has.</summary>
    public WorkEnd End { get; set; } = WorkEnd.Finished;

    /// <summary>What the handler says it is doing now.</summary>
    public string Doing => Steps.IsEmpty ? "no step named" : string.Join(", ", Steps.Values.Order(StringComparer.Ordinal));

    /// <summary>Cancelled when the job belongs to another run, or to none.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>True while the run's last statement is on its way: that the job is not active any more may be this run's own
    /// doing.</summary>
    public bool IsSettling
    {
        get => _settling;
        set => _settling = value;
    }

    /// <summary>Ends with the next checkpoint. To be asked before the run begins.</summary>
    public Task WhenCheckpointed() =>
        (_checkpointed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>The run has made progress.</summary>
    public void MarkCheckpointed() => _checkpointed?.TrySetResult();

    /// <summary>Names a step until the result is disposed.</summary>
    public IDisposable Step(string name) => new RunningStep(this, name);

    /// <summary>Tells the handler that nothing it writes counts any more. Callbacks run elsewhere: the caller may be the
    /// heartbeat.</summary>
    public void MarkLost() => _ = _lost.CancelAsync();

    /// <summary>Made when it is first needed: most runs name no step, and there are thousands of them a second.</summary>
    private ConcurrentDictionary<object, string> Steps => LazyInitializer.EnsureInitialized(ref _steps);

    private sealed class RunningStep : IDisposable
    {
        private readonly JobLease _lease;

        public RunningStep(JobLease lease, string name)
        {
            _lease = lease;
            lease.Steps[this] = name;
        }

        public void Dispose() => _lease.Steps.TryRemove(this, out _);
    }
}
