using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;
using Npgsql;
using Spade.Jobs.Postgres;
using Spade.Jobs.Timing;

namespace Spade.Jobs.Notifications;

/// <summary>Notifications over PostgreSQL's NOTIFY. They are coalesced and sent outside the jobs' transactions, because commits with a
/// NOTIFY wait for one lock of the whole cluster. They are received on the node's own session.</summary>
internal sealed partial class NotificationChannel(NpgsqlDataSource database, TimeProvider time, ILogger<NotificationChannel> logger)
    : INotifications, IBackgroundPart, IDisposable
{
    /// <summary>The channel; the topic is part of the payload. Its name must not change, because old and new processes share it during a
    /// rollout.</summary>
    public const string Name = "spade_hints";

    /// <summary>Longest payload in bytes; PostgreSQL requires less than 8,000 (its manual, NOTIFY).</summary>
    private const int LargestPayload = 7_999;

    /// <summary>How long notifications are collected after one was sent. The first of a series is sent at once, and a busy process sends
    /// 200 a second instead of one for each job.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(5);

    /// <summary>A transaction with a NOTIFY writes a commit record and would wait for the disk. That is not needed, because a crash of the
    /// server ends all listeners.</summary>
    private const string SendSql =
        "SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, notification) FROM unnest($2) AS notification";

    private readonly Wakeup _wakeup = new();
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<Subscription, bool> _subscriptions = new();
    private HashSet<string> _pending = [];
    private long _sent;

    public void Publish(string topic, string key)
    {
        var payload = Payload(topic, key);
        // A single payload that PostgreSQL rejects would fail the whole statement.
        if (Encoding.UTF8.GetByteCount(payload) > LargestPayload || payload.Contains('\0', StringComparison.Ordinal))
        {
            Log.Rejected(logger, topic, payload.Length);
            return;
        }
        lock (_lock)
            _pending.Add(payload);
        _wakeup.Set();
    }

    public IDisposable Subscribe(string topic, Action<string?> onNotification)
    {
        var subscription = new Subscription(this, topic, onNotification);
        _subscriptions[subscription] = true;
        return subscription;
    }

    /// <summary>Sends published notifications until cancelled.</summary>
    public async Task RunAsync(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            await _wakeup.WaitAsync(Timeout.InfiniteTimeSpan, ended);
            // Not cancelled, because the server would log an aborted statement.
            await FlushAsync(CancellationToken.None);
            await Task.Delay(Gathering, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Sends pending notifications. Those that cannot be sent are dropped, because receivers also poll.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        string[] notifications;
        lock (_lock)
        {
            notifications = [.. _pending];
            _pending = [];
            if (notifications.Length == 0)
                return;
            _sent = time.GetTimestamp();
        }
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var command = connection.Command(SendSql).WithText(Name).With(notifications);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            Log.NotSent(logger, notifications.Length, exception.Message);
        }
    }

    /// <summary>Passes a received payload to the subscribers of its topic.</summary>
    public void Receive(string payload)
    {
        var colon = payload.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return;
        var (topic, key) = (payload[..colon], payload[(colon + 1)..]);
        foreach (var subscription in _subscriptions.Keys)
        {
            if (subscription.Topic == topic)
                subscription.OnNotification(key);
        }
    }

    /// <summary>Informs all subscribers that notifications may have been missed.</summary>
    public void Missed()
    {
        foreach (var subscription in _subscriptions.Keys)
            subscription.OnNotification(null);
    }

    public void Dispose() => _wakeup.Dispose();

    private static string Payload(string topic, string key) => $"{topic}:{key}";

    private sealed class Subscription(NotificationChannel channel, string topic, Action<string?> onNotification) : IDisposable
    {
        public string Topic => topic;

        public Action<string?> OnNotification => onNotification;

        public void Dispose() => channel._subscriptions.TryRemove(this, out _);
    }

    private static partial class Log
    {
        [LoggerMessage(1402, LogLevel.Warning,
            "A notification of topic {Topic} with {Length} characters cannot be sent; its receivers poll")]
        public static partial void Rejected(ILogger logger, string topic, int length);

        [LoggerMessage(1401, LogLevel.Debug, "{Count} notifications could not be sent; their receivers poll: {Reason}")]
        public static partial void NotSent(ILogger logger, int count, string reason);
    }
}
