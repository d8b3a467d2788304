using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Spade.Jobs.Configuration;
using Spade.Jobs.Leases;
using Spade.Jobs.Notifications;
using Spade.Jobs.Timing;

namespace Spade.Jobs.Fetching;

/// <summary>The one loop that looks for work for all queues of this node. A queue that asks (a notification, a free slot) is claimed from at once,
/// each by a statement of its own and several side by side; for those that nobody spoke of, one statement now and then says which of them
/// have something due.</summary>
internal sealed partial class Fetcher(
    IEnumerable<QueueFetcher> workers, LeaseStore store, INotifications notifications, RunTokens drain, TimeProvider time, IOptions<JobsOptions> options,
    ILogger<Fetcher> logger) : IDisposable
{
    /// <summary>So many connections of the pool at most, whatever the number of queues.</summary>
    private const int ClaimsAtOnce = 4;

    private readonly Dictionary<string, QueueFetcher> _workers = workers.ToDictionary(worker => worker.Queue, StringComparer.Ordinal);
    private readonly Dictionary<QueueFetcher, Task> _looks = [];
    private readonly ConcurrentDictionary<QueueFetcher, bool> _looking = [];
    private readonly Wakeup _wakeup = new();
    private readonly SemaphoreSlim _claims = new(ClaimsAtOnce);
    private readonly Pace _pace = new(options.Value.PollInterval, time);
    private Task _poll = Task.CompletedTask;
    private volatile bool _isPolling;
    private volatile bool _isPollAsked;
    private bool _hasPolled;

    /// <summary>Fetches until the drain begins. Returns when the last claim is settled; runs go on.</summary>
    public async Task FetchAsync()
    {
        if (_workers.Count == 0)
            return;
        using var work = notifications.Subscribe(NotificationTopics.Work, queue => Ask(queue, static worker => worker.Ask()));
        using var everywhere = notifications.Subscribe(NotificationTopics.Everywhere, queue => Ask(queue, static worker => worker.AskEverywhere()));
        foreach (var worker in _workers.Values)
            worker.Asks = _wakeup.Set;
        while (!drain.Stopping.IsCancellationRequested)
        {
            if (!_isPolling && (_isPollAsked || _pace.IsDue))
                BeginPoll();
            BeginLooks();
            await _wakeup.WaitAsync(_isPolling ? Timeout.InfiniteTimeSpan : _pace.Left, drain.Stopping);
        }
        await Task.WhenAll([_poll, .. _looks.Values]);
    }

    public void Dispose()
    {
        _wakeup.Dispose();
        _claims.Dispose();
    }

    /// <param name="queue">Null when notifications may have been missed: the poll finds out which queues have something due.</param>
    /// <param name="ask">How to ask the queue's worker.</param>
    private void Ask(string? queue, Action<QueueFetcher> ask)
    {
        if (queue is null)
        {
            _isPollAsked = true;
            _wakeup.Set();
        }
        else if (_workers.TryGetValue(queue, out var worker))
        {
            ask(worker);
        }
    }

    private void BeginLooks()
    {
        foreach (var worker in _workers.Values)
        {
            // Asked for while a look is under way, the next begins when that one ends.
            if (!_looking.ContainsKey(worker) && worker.TakeAsked())
            {
                _looking[worker] = true;
                _looks[worker] = LookAsync(worker);
            }
        }
    }

    private async Task LookAsync(QueueFetcher worker)
    {
        await _claims.WaitAsync();
        try
        {
            // One claim at a time: queues with a backlog take turns with all others.
            if (!drain.Stopping.IsCancellationRequested && await worker.LookAsync())
                worker.AskAgain();
        }
        finally
        {
            _claims.Release();
            _looking.TryRemove(worker, out _);
            _wakeup.Set();
        }
    }

    private void BeginPoll()
    {
        (_isPolling, _isPollAsked) = (true, false);
        _poll = PollAsync();
    }

    private async Task PollAsync()
    {
        var began = time.GetTimestamp();
        try
        {
            await AskDueAsync();
        }
        catch (Exception exception)
        {
            Log.CannotPoll(logger, exception.Message);
            began = time.GetTimestamp();
        }
        finally
        {
            // The first opens the connection, too, which says nothing about the statement.
            _pace.Ran(_hasPolled ? began : time.GetTimestamp());
            _hasPolled = true;
            _isPolling = false;
            _wakeup.Set();
        }
    }

    private async Task AskDueAsync()
    {
        string[] free = [.. _workers.Values.Where(worker => worker.HasFreeSlot).Select(worker => worker.Queue)];
        if (free.Length == 0)
            return;
        // Not cancelled by the drain: the server would log an aborted statement.
        foreach (var queue in await store.DueAsync(free, CancellationToken.None))
            _workers[queue].AskEverywhere();
    }

    private static partial class Log
    {
        [LoggerMessage(1308, LogLevel.Warning, "Queues cannot be looked at now and are tried again: {Reason}")]
        public static partial void CannotPoll(ILogger logger, string reason);
    }
}
