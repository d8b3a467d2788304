using Spade.Rehearsal.Load.Clients;
using Spade.Rehearsal.Load.Requests;
using Spade.Rehearsal.Recording;

namespace Spade.Rehearsal.Load;

/// <summary>Starts requests at a constant rate, whatever becomes of those before (an open loop): a server that stalls gets no fewer of
/// them, and each is measured from the moment when it was due.</summary>
internal sealed class LoadGenerator : IAsyncDisposable
{
    private static readonly TimeSpan Http2Patience = TimeSpan.FromSeconds(10);

    private readonly LoadPlan _plan;
    private readonly LoadClock _clock;
    private readonly ClientPool _clients;
    private readonly RequestRun _requests;
    private readonly RequestRecorder _recorder;
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inFlight;

    // Arrivals count as one, so that an empty moment between two requests is not the end.
    private int _open = 1;

    private LoadGenerator(LoadPlan plan, LoadServer server, bool hasHttp2, Journal journal, TimeProvider time)
    {
        (_plan, _clock, HasHttp2) = (plan, new LoadClock(time), hasHttp2);
        _clients = new ClientPool(server, hasHttp2, time);
        _recorder = new RequestRecorder(journal, _clock);
        _requests = new RequestRun(plan, server, _clients, Documents, _clock, _recorder);
    }

    /// <summary>Begin of the load.</summary>
    internal DateTimeOffset BeganAt => _clock.BeganAt;

    /// <summary>Whether the target speaks HTTP/2; if not, those requests use HTTP/1.1.</summary>
    internal bool HasHttp2 { get; }

    /// <summary>The documents that were acknowledged.</summary>
    internal DocumentBook Documents { get; } = new();

    /// <summary>Finds out whether the target speaks HTTP/2, if the plan asks for it.</summary>
    internal static async Task<LoadGenerator> CreateAsync(
        LoadPlan plan, LoadServer server, Journal journal, TimeProvider time, CancellationToken cancellationToken)
    {
        var hasHttp2 = false;
        if (plan.Clients.GetValueOrDefault(ClientKind.Http2) > 0)
        {
            using var probe = new Http2Client(server, time);
            hasHttp2 = await probe.IsSpokenAsync(Http2Patience, cancellationToken);
        }

        return new LoadGenerator(plan, server, hasHttp2, journal, time);
    }

    /// <summary>Starts requests until the plan's duration is over and the task has ended, or until cancelled.</summary>
    internal async Task RunAsync(Task until, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // A thread of its own: on those of the pool, which the requests share, arrivals would be late just when it matters.
        var arrivals = Task.Factory.StartNew(
            () => Arrive(until, ended.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await arrivals;
        Leave();
    }

    /// <summary>Waits until every request has its outcome, readers of events included.</summary>
    /// <param name="within">After this they are ended, and recorded as timed out.</param>
    /// <param name="cancellationToken">Ends them at once.</param>
    internal async Task DrainAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        await _drained.Task.WaitAsync(within, _clock.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _end.CancelAsync();
        await _drained.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _clients.Dispose();
        _end.Dispose();
    }

    private void Arrive(Task until, CancellationToken cancellationToken)
    {
        var choices = new Choices(_plan);
        for (long number = 0; ; number++)
        {
            var due = TimeSpan.FromSeconds(number / _plan.Rate);
            if (due >= _plan.Duration && until.IsCompleted)
                return;
            while (due - _clock.Elapsed is { Ticks: > 0 } wait)
            {
                // The wait ends in whole milliseconds and must not end early.
                if (cancellationToken.WaitHandle.WaitOne((int)Math.Ceiling(wait.TotalMilliseconds)))
                    return;
            }

            if (cancellationToken.IsCancellationRequested)
                return;
            Start(_clock.Due(due), choices.Next());
        }
    }

    private void Start(Intent intent, Choice choice)
    {
        if (Volatile.Read(ref _inFlight) is var inFlight && inFlight >= _plan.MaxInFlight)
        {
            _recorder.AddUnsent(intent, choice, inFlight);
            return;
        }

        var counts = choice.Operation != Operation.Events;
        Interlocked.Increment(ref _open);
        if (counts)
            Interlocked.Increment(ref _inFlight);
        _ = Task.Run(() => MakeAsync(intent, choice, counts));
    }

    private async Task MakeAsync(Intent intent, Choice choice, bool counts)
    {
        try
        {
            await _requests.RunAsync(intent, choice, _end.Token);
            if (counts)
                Interlocked.Decrement(ref _inFlight);
            Leave();
        }
        catch (Exception exception)
        {
            // Failures of the target are outcomes. This is one of the rehearsal, and without it the run would never end.
            _drained.TrySetException(exception);
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _open) == 0)
            _drained.TrySetResult();
    }
}
