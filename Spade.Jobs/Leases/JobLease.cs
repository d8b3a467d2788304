using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Spade.Shutdown.InFlight;

namespace Spade.Jobs.Leases;

/// <summary>Right of one run to write its job, until the job is lost.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The heartbeat may mark a lease that its run has just given up.")]
internal sealed class JobLease(ClaimedJob job, long began, bool hasTurn)
{
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource? _turn = hasTurn ? new() : null;
    private ConcurrentDictionary<object, string>? _steps;
    private volatile TaskCompletionSource? _checkpointed;
    private volatile bool _settling;

    public ClaimedJob Job => job;

    /// <summary>Timestamp of the start of the run.</summary>
    public long Began => began;

    /// <summary>How the run ended; valid after its end.</summary>
    public WorkEnd End { get; set; } = WorkEnd.Finished;

    /// <summary>The handler's current step.</summary>
    public string Doing => Steps.IsEmpty ? "no step named" : string.Join(", ", Steps.Values.Order(StringComparer.Ordinal));

    /// <summary>Cancelled when the run no longer owns the job.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Cancelled when the run must give way to jobs that wait.</summary>
    public CancellationToken TurnOver => _turn?.Token ?? CancellationToken.None;

    /// <summary>True while the run's last statement is pending. If the job is then no longer active, this run may have moved it
    /// itself.</summary>
    public bool IsSettling
    {
        get => _settling;
        set => _settling = value;
    }

    /// <summary>Completes with the next checkpoint. Call it before the run starts.</summary>
    public Task WhenCheckpointed() =>
        (_checkpointed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Records that the run has made progress.</summary>
    public void MarkCheckpointed() => _checkpointed?.TrySetResult();

    /// <summary>Names a step until the result is disposed.</summary>
    public IDisposable Step(string name) => new RunningStep(this, name);

    /// <summary>Cancels the run, which can no longer write. Callbacks run on another thread, because the caller may be the
    /// heartbeat.</summary>
    public void MarkLost() => _ = _lost.CancelAsync();

    /// <summary>Asks the run to give way. Callbacks run on another thread, because handlers may block in them.</summary>
    public void EndTurn() => _ = _turn?.CancelAsync();

    /// <summary>Created on first use: most runs name no step, and there can be thousands of runs a second.</summary>
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
