using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Spade.Jobs;

/// <summary>The node's own database session: it holds the advisory lock that shows that the process lives, receives hints, beats, and
/// watches the other nodes. Unpooled, so that no burst of work can starve it; renewed for as long as the process lives.</summary>
internal sealed partial class NodeSession(
    IConfiguration configuration, Node node, OwnershipCheck ownership, Rescuer rescuer, HintChannel hints, TimeProvider time,
    IOptions<JobsOptions> options, ILogger<NodeSession> logger) : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly Lazy<NpgsqlDataSource> _source = new(() => CreateSource(configuration, options.Value));
    private volatile bool _ownershipAsked;

    /// <summary>Keeps a session open until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var asked = hints.Subscribe(HintTopics.Ownership, _ => _ownershipAsked = true);
        var pause = FirstPause;
        for (var renewed = false; !cancellationToken.IsCancellationRequested; renewed = true)
        {
            var opened = time.GetTimestamp();
            try
            {
                await HoldAsync(renewed, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (DatabaseFaults.IsAwayOrSlow(exception) || exception is OperationCanceledException)
            {
                Log.SessionLost(logger, exception.Message);
            }
            catch (Exception exception)
            {
                Log.SessionBroke(logger, exception);
            }
            pause = time.GetElapsedTime(opened) > LongestPause ? FirstPause : Min(pause * 2, LongestPause);
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Says goodbye, so that nobody has to find this node dead.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _source.Value.OpenConnectionAsync(cancellationToken);
        await NodeStore.LeaveAsync(connection, node, cancellationToken);
    }

    public void Dispose()
    {
        if (_source.IsValueCreated)
            _source.Value.Dispose();
    }

    private async Task HoldAsync(bool renewed, CancellationToken cancellationToken)
    {
        await using var connection = await _source.Value.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, notification) => hints.Receive(notification.Payload);
        // Before the heartbeat: a node that others can see and whose lock is free looks dead.
        var locked = await NodeStore.TakeLockAsync(connection, node, cancellationToken);
        await using (var listen = connection.Command($"LISTEN {HintChannel.Name}"))
            await listen.ExecuteNonQueryAsync(cancellationToken);
        await ownership.BeatAsync(connection, isAsked: true, cancellationToken);
        Log.SessionOpened(logger, node.Id, connection.ProcessID);
        hints.Missed();
        var watch = new PeerWatch(options.Value, Now, renewed);
        var beat = new Schedule(options.Value.HeartbeatInterval, Now);
        var reading = new Schedule(options.Value.ReadingInterval, Now);
        var sweep = new Pace(options.Value.ScanInterval, time);
        while (true)
        {
            await WaitAsync(connection, TimeSpan.FromTicks(Math.Min(beat.Due.Ticks, reading.Due.Ticks)) - Now, cancellationToken);
            if (beat.IsDue(Now) || _ownershipAsked)
            {
                var isAsked = _ownershipAsked;
                _ownershipAsked = false;
                locked = locked || await NodeStore.TakeLockAsync(connection, node, cancellationToken);
                await ownership.BeatAsync(connection, isAsked, cancellationToken);
            }
            if (reading.IsDue(Now))
                await rescuer.JudgeAsync(connection, watch, Now, cancellationToken);
            if (sweep.IsDue)
            {
                var began = time.GetTimestamp();
                await rescuer.SweepAsync(connection, cancellationToken);
                sweep.Ran(began);
            }
        }
    }

    private TimeSpan Now => Stopwatch.GetElapsedTime(0, time.GetTimestamp());

    private static async Task WaitAsync(NpgsqlConnection connection, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (wait > TimeSpan.Zero)
            await connection.WaitAsync(WholeMilliseconds(wait), cancellationToken);
    }

    /// <summary>Npgsql cuts a wait to whole milliseconds and takes 0 for "without end": half a millisecond would silence the heartbeat.</summary>
    internal static TimeSpan WholeMilliseconds(TimeSpan wait) => TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));

    private static NpgsqlDataSource CreateSource(IConfiguration configuration, JobsOptions options)
    {
        var text = configuration.GetConnectionString(options.ConnectionName)
            ?? throw new InvalidOperationException(
                $"The node has no database: set ConnectionStrings__{options.ConnectionName} to a PostgreSQL connection string.");
        var settings = new NpgsqlConnectionStringBuilder(text)
        {
            Pooling = false,
            Timeout = 2,
            CommandTimeout = 5,
            ApplicationName = "spade-node",
            // The same few statements for as long as the session lasts; to plan a reading of the peers takes longer than to run it.
            MaxAutoPrepare = 10,
            // A rescue must not queue up behind a transaction that is frozen with its process, and a plan that is kept from a moment when
            // there were few jobs must not read all of them at every heartbeat.
            Options = "-c lock_timeout=1000 -c idle_in_transaction_session_timeout=10000 -c enable_seqscan=off",
        };
        var source = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        // Nothing here belongs to a request or a job: traced, every heartbeat and reading would be a trace of its own for ever.
        source.ConfigureTracing(tracing => tracing
            .ConfigureCommandFilter(_ => false)
            .EnablePhysicalOpenTracing(false));
        return source.Build();
    }

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;

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
    }
}
