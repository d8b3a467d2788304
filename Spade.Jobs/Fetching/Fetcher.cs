using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Spade.Jobs.Configuration;
using Spade.Jobs.Leases;
using Spade.Jobs.Notifications;
using Spade.Jobs.Timing;

namespace Spade.Jobs.Fetching;

/// <summary>The single loop that claims work for all queues of this node. Queues with a request (a notification or a free slot) are claimed
/// from at once, each by its own statement and several concurrently. For the others one statement per poll finds which of them have due
/// jobs.</summary>
internal sealed partial class Fetcher(
    IEnumerable<QueueFetcher> queues, ClaimStore store, INotifications notifications, FetchWakeup wakeup, RunTokens tokens,
    TimeProvider time, IOptions<JobsOptions> options, ILogger<Fetcher> logger) : IFetchLoop, IDisposable
{
    /// <summary>Most connections of the pool that claims use, for any number of queues.</summary>
    private const int ClaimsAtOnce = 4;

    private readonly Dictionary<string, QueueFetcher> _queues = queues.ToDictionary(queue => queue.Queue, StringComparer.Ordinal);
    private readonly Dictionary<QueueFetcher, Task> _looks = [];
    private readonly ConcurrentDictionary<QueueFetcher, bool> _looking = [];
    private readonly SemaphoreSlim _claims = new(ClaimsAtOnce);
    private readonly Pace _pace = new(options.Value.PollInterval, time);
    private Task _poll = Task.CompletedTask;
    private volatile bool _isPolling;
    private volatile bool _isPollAsked;
    private volatile bool _hasPolled;

    public async Task RunAsync()
    {
        if (_queues.Count == 0)
            return;
        using var work = notifications.Subscribe(NotificationTopics.Work, queue => Ask(queue, static demand => demand.Ask()));
        using var everywhere = notifications.Subscribe(
            NotificationTopics.Everywhere, queue => Ask(queue, static demand => demand.AskEverywhere()));
        while (!tokens.Stopping.IsCancellationRequested)
        {
            if (!_isPolling && (_isPollAsked || _pace.IsDue))
                BeginPoll();
            BeginLooks();
            await wakeup.WaitAsync(_isPolling ? Timeout.InfiniteTimeSpan : _pace.Left, tokens.Stopping);
        }
        await Task.WhenAll([_poll, .. _looks.Values]);
    }

    public void Dispose() => _claims.Dispose();

    /// <param name="queue">Null when notifications may have been missed; then a poll finds the queues with due jobs.</param>
    /// <param name="ask">The request to make.</param>
    private void Ask(string? queue, Action<QueueDemand> ask)
    {
        if (queue is null)
        {
            _isPollAsked = true;
            wakeup.Set();
        }
        else if (_queues.TryGetValue(queue, out var fetcher))
        {
            ask(fetcher.Demand);
        }
    }

    private void BeginLooks()
    {
        // Only the first poll tells whether groups wait. A notification that comes before it would fill every place from one group.
        if (!_hasPolled)
            return;
        foreach (var queue in _queues.Values)
        {
            // A request during a claim starts the next claim when that one ends.
            if (!_looking.ContainsKey(queue) && queue.Demand.TakeAsked())
            {
                _looking[queue] = true;
                _looks[queue] = LookAsync(queue);
            }
        }
    }

    private async Task LookAsync(QueueFetcher queue)
    {
        await _claims.WaitAsync();
        try
        {
            // One claim per turn, so that queues with a backlog alternate with all others.
            if (!tokens.Stopping.IsCancellationRequested && await queue.LookAsync())
                queue.Demand.AskAgain();
        }
        finally
        {
            _claims.Release();
            _looking.TryRemove(queue, out _);
            wakeup.Set();
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
            // The first poll also opens the connection, so its duration says nothing about the statement.
            _pace.Ran(_hasPolled ? began : time.GetTimestamp());
            _hasPolled = true;
            _isPolling = false;
            wakeup.Set();
        }
    }

    private async Task AskDueAsync()
    {
        string[] free = [.. _queues.Values.Where(queue => queue.Starter.Free > 0).Select(queue => queue.Queue)];
        if (free.Length == 0)
            return;
        // Not cancelled by the drain, because the server would log an aborted statement.
        foreach (var (queue, hasGroups) in await store.DueAsync(free, CancellationToken.None))
        {
            if (hasGroups)
                _queues[queue].Demand.AskGroups();
            else
                _queues[queue].Demand.AskEverywhere();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1308, LogLevel.Warning, "Queues cannot be looked at now and are tried again: {Reason}")]
        public static partial void CannotPoll(ILogger logger, string reason);
    }
}
