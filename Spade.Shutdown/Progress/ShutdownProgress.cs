using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Spade.Shutdown.Budget;
using Spade.Shutdown.InFlight;

namespace Spade.Shutdown.Progress;

/// <summary>The stop of this process: whether and why it has begun, how far it is, and how much time is left. One per process.</summary>
/// <remarks>
/// <code>
/// signal                    DrainEnds          watchdog        Deadline     (exit)
///   | lameDuck | inFlight      | close / 2        | close / 2     | margin  |
///   |  503 on readiness, closing connections      |
///   |          | listener closed, work ends       |
///                              | what is left is cut, its handlers are waited for
///                                                 | what still hangs is not waited for any more
/// </code>
/// Without a lame duck (SIGINT) everything happens that much earlier.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "Read until the process ends, for example while telemetry is disposed.")]
public sealed class ShutdownProgress
{
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<IWorkInFlight> _work;
    private readonly CancellationTokenSource _begun = new();
    private readonly CancellationTokenSource _hurry = new();
    private readonly Lock _lock = new();
    private long _began;
    private volatile bool _hasBegun;
    private StopReason? _reason;
    private TimeSpan? _lameDuck;

    /// <summary>Watches for the host's own stop, so that a stop that no signal asked for is noticed too.</summary>
    /// <param name="lifetime">The host's.</param>
    /// <param name="time">The clock of the whole stop.</param>
    /// <param name="work">Every kind of work that is counted.</param>
    /// <param name="host">The limit of a host without a budget.</param>
    /// <param name="budget">The service's budget; null for a host without graceful shutdown.</param>
    public ShutdownProgress(
        IHostApplicationLifetime lifetime, TimeProvider time, IEnumerable<IWorkInFlight> work, IOptions<HostOptions> host,
        ShutdownBudget? budget = null)
    {
        ArgumentNullException.ThrowIfNull(lifetime);
        ArgumentNullException.ThrowIfNull(host);
        Budget = budget ?? ShutdownBudget.Within(host.Value.ShutdownTimeout);
        _time = time;
        _work = [.. work];
        lifetime.ApplicationStopping.Register(() => Begin(StopReason.Requested));
    }

    /// <summary>The times that this stop keeps.</summary>
    public ShutdownBudget Budget { get; }

    /// <summary>True from the signal on: readiness answers 503, and every response closes its connection.</summary>
    public bool HasBegun => _hasBegun;

    /// <summary>Cancelled when the stop has begun and this object's state says so. The host's token may be cancelled earlier.</summary>
    public CancellationToken Begun => _begun.Token;

    /// <summary>Why; null while the process is not stopping. The first reason stands, except that SIGINT shortens any stop.</summary>
    public StopReason? Reason
    {
        get
        {
            lock (_lock)
                return _reason;
        }
    }

    /// <summary>Since the signal; zero before.</summary>
    public TimeSpan Elapsed => _hasBegun ? _time.GetElapsedTime(_began) : TimeSpan.Zero;

    /// <summary>From the signal to the first moment at which readiness answered 503; null before.</summary>
    public TimeSpan? ReadyFlipped { get; private set; }

    /// <summary>From the signal to the moment at which the listener was told to close; null before.</summary>
    public TimeSpan? ListenerClosed { get; private set; }

    /// <summary>Cancelled by SIGINT, when it starts the stop or comes later: the lame duck is skipped or ends.</summary>
    public CancellationToken Hurry => _hurry.Token;

    /// <summary>What is left of the time in flight; work that still runs then is cut. Never negative.</summary>
    public TimeSpan LeftInFlight => Left(DrainEnds);

    /// <summary>What is left until the watchdog ends the stop. Never negative.</summary>
    public TimeSpan LeftUntilWatchdog => Left(DrainEnds + Budget.Close / 2);

    /// <summary>What is left until the process must have exited, not counting the margin. Never negative.</summary>
    public TimeSpan LeftUntilDeadline => Left(DrainEnds + Budget.Close);

    /// <summary>All work of the process since the signal.</summary>
    public WorkTally Tally => _work.Aggregate(default(WorkTally), (sum, work) => sum + work.Tally);

    /// <summary>Every kind of work.</summary>
    public IReadOnlyList<IWorkInFlight> Work => _work;

    private TimeSpan DrainEnds => (_lameDuck ?? Budget.LameDuck) + Budget.InFlight;

    /// <summary>The stop begins now. Only the first call counts; a later <see cref="StopReason.Interrupt"/> ends the lame duck.</summary>
    /// <returns>True for the first call.</returns>
    public bool Begin(StopReason reason)
    {
        var isFirst = TryBegin(reason);
        if (isFirst)
            _begun.Cancel();
        if (reason == StopReason.Interrupt)
            EndLameDuck();
        return isFirst;
    }

    private void EndLameDuck()
    {
        lock (_lock)
            _lameDuck ??= Elapsed < Budget.LameDuck ? Elapsed : Budget.LameDuck;
        _hurry.Cancel();
    }

    private bool TryBegin(StopReason reason)
    {
        lock (_lock)
        {
            if (_reason is not null)
                return false;
            _reason = reason;
            _began = _time.GetTimestamp();
            // From here on the health endpoints answer 503: they read this flag only.
            _hasBegun = true;
            ReadyFlipped = Elapsed;
            foreach (var work in _work)
                work.Mark();
            return true;
        }
    }

    internal void CloseListener() => ListenerClosed ??= Elapsed;

    private TimeSpan Left(TimeSpan end) => end > Elapsed ? end - Elapsed : TimeSpan.Zero;
}
