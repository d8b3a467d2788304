using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Spade.Jobs.Configuration;
using Spade.Jobs.Notifications;
using Spade.Jobs.Postgres;
using Spade.Jobs.Timing;

namespace Spade.Jobs.Nodes;

/// <summary>The node's own database session. It holds the advisory lock that shows that the process lives, receives notifications, writes
/// the heartbeat and watches the other nodes. It is renewed as long as the process lives.</summary>
/// <remarks>It has its own thread: otherwise handlers that block all threads of the pool would stop the heartbeat and lose their jobs while
/// they run. So all calls here block. They are not cancelled, because a statement that runs when the process stops is
/// short.</remarks>
internal sealed partial class NodeSession(
    NodeConnections connections, Node node, OwnershipCheck ownership, Rescuer rescuer, NotificationChannel notifications, TimeProvider time,
    IOptions<JobsOptions> options, ILogger<NodeSession> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>How often a session without notifications checks whether it must end.</summary>
    private static readonly TimeSpan LongestDeafWait = TimeSpan.FromMilliseconds(250);

    private readonly TaskCompletionSource _registered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _ownershipAsked;
    private volatile bool _staysSilent;
    private string? _lostBecause;

    /// <summary>Keeps a session open until cancelled and then deregisters the node, so that no peer has to declare it dead.</summary>
    /// <returns>Completes with the thread. Faulted only by <see cref="SharedSessionException"/>.</returns>
    public Task RunAsync(CancellationToken ended)
    {
        var thread = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Run(thread, ended)) { IsBackground = true, Name = "spade-node" }.Start();
        return thread.Task;
    }

    /// <summary>Completes when the node has its row for the first time: before that it can claim nothing.</summary>
    public Task Registered => _registered.Task;

    /// <summary>Makes the session end without deregistering the node, because jobs of this node still run.</summary>
    public void StaySilent() => _staysSilent = true;

    /// <summary>Wakes the session's thread with the next notifications, so that it sees at once that it must end.</summary>
    public void Wake() => notifications.Publish(NotificationTopics.Node, node.Id.ToString());

    private void Run(TaskCompletionSource thread, CancellationToken ended)
    {
        try
        {
            using var asked = notifications.Subscribe(NotificationTopics.Ownership, _ => _ownershipAsked = true);
            RenewUntil(ended);
            thread.SetResult();
        }
        catch (Exception exception)
        {
            thread.SetException(exception);
        }
    }

    private void RenewUntil(CancellationToken ended)
    {
        var pause = FirstPause;
        for (var renewed = false; ; renewed = true)
        {
            var opened = time.GetTimestamp();
            // A stop between two sessions needs one more session to deregister the node.
            var isLast = ended.IsCancellationRequested;
            if (TryHold(renewed, ended) || isLast)
                return;
            pause = time.GetElapsedTime(opened) > LongestPause
                ? FirstPause
                : TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, LongestPause.Ticks));
            ended.WaitHandle.WaitOne(pause);
        }
    }

    /// <returns>True when the session has ended on request.</returns>
    private bool TryHold(bool renewed, CancellationToken ended)
    {
        try
        {
            if (ended.IsCancellationRequested && _staysSilent)
                return true;
            using var connection = connections.Open();
            if (!ended.IsCancellationRequested)
                Hold(connection, renewed, ended);
            if (!_staysSilent)
                NodeStore.Leave(connection.Npgsql, node);
            return true;
        }
        catch (SharedSessionException)
        {
            throw;
        }
        catch (Exception exception)
        {
            LogLost(exception);
            return false;
        }
    }

    private void Hold(NodeConnection session, bool renewed, CancellationToken ended)
    {
        var connection = session.Npgsql;
        connection.Notification += (_, notification) => notifications.Receive(notification.Payload);
        // Before the heartbeat, because a registered node whose lock is free looks dead.
        var isLocked = NodeStore.TakeLock(connection, node);
        ownership.Beat(connection, isAsked: true);
        _registered.TrySetResult();
        // After the heartbeat, because a node without notifications still works, only with delays.
        var isListening = TryListen(connection);
        Log.SessionOpened(logger, node.Id, connection.ProcessID);
        _lostBecause = null;
        notifications.Missed();
        var watch = new PeerWatch(options.Value, Now, renewed);
        var beat = new Schedule(options.Value.HeartbeatInterval, Now);
        var reading = new Schedule(options.Value.ReadingInterval, Now);
        var sweep = new Pace(options.Value.ScanInterval, time);
        while (!ended.IsCancellationRequested)
        {
            if (beat.IsDue(Now) || _ownershipAsked)
            {
                var isAsked = _ownershipAsked;
                _ownershipAsked = false;
                session.ThrowIfMoved();
                // The server may still hold the lock for the previous session.
                isLocked = isLocked || NodeStore.TakeLock(connection, node);
                isListening = isListening || TryListen(connection);
                ownership.Beat(connection, isAsked);
            }
            if (reading.IsDue(Now))
                rescuer.Judge(connection, watch, Now);
            if (sweep.IsDue)
            {
                var began = time.GetTimestamp();
                rescuer.Sweep(connection);
                sweep.Ran(began);
            }
            // Notifications also arrive with the results of statements, so check their requests before the wait.
            if (!ended.IsCancellationRequested && !_ownershipAsked)
                Wait(connection, TimeSpan.FromTicks(Math.Min(beat.Due.Ticks, reading.Due.Ticks)) - Now, isListening);
        }
    }

    private bool TryListen(NpgsqlConnection connection)
    {
        try
        {
            NodeStore.Listen(connection, NotificationChannel.Name);
            return true;
        }
        catch (PostgresException exception) when (connection.FullState == System.Data.ConnectionState.Open)
        {
            Log.Deaf(logger, exception.Message);
            return false;
        }
    }

    private TimeSpan Now => Stopwatch.GetElapsedTime(0, time.GetTimestamp());

    private static void Wait(NpgsqlConnection connection, TimeSpan wait, bool isListening)
    {
        if (wait > TimeSpan.Zero)
            connection.Wait(WholeMilliseconds(isListening || wait < LongestDeafWait ? wait : LongestDeafWait));
    }

    /// <summary>Npgsql truncates a wait to whole milliseconds and treats 0 as infinite, so a wait of half a millisecond would stop the
    /// heartbeat.</summary>
    internal static TimeSpan WholeMilliseconds(TimeSpan wait) => TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));

    /// <summary>Logs each reason once, because the session is retried every second.</summary>
    private void LogLost(Exception exception)
    {
        if (_lostBecause == exception.Message)
            return;
        _lostBecause = exception.Message;
        if (DatabaseFaults.MayPass(exception))
            Log.SessionLost(logger, exception.Message);
        else
            Log.SessionBroke(logger, exception);
    }

    private sealed class Schedule(TimeSpan interval, TimeSpan now)
    {
        public TimeSpan Due { get; private set; } = now + interval;

        public bool IsDue(TimeSpan at)
        {
            if (at < Due)
                return false;
            Due = at + interval;
            return true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1501, LogLevel.Information, "Node {NodeId} has its session (backend {BackendId})")]
        public static partial void SessionOpened(ILogger logger, Guid nodeId, int backendId);

        [LoggerMessage(1502, LogLevel.Warning, "The node's session is lost and opened again: {Reason}")]
        public static partial void SessionLost(ILogger logger, string reason);

        [LoggerMessage(1503, LogLevel.Error, "The node's session broke and is opened again")]
        public static partial void SessionBroke(ILogger logger, Exception exception);

        [LoggerMessage(1504, LogLevel.Warning, "The node hears no notifications and polls; it tries again to listen: {Reason}")]
        public static partial void Deaf(ILogger logger, string reason);
    }
}
