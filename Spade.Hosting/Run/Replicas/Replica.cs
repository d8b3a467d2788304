using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Processes;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Run.Replicas;

/// <summary>One of a resource's processes; a pod's part in Kubernetes. It keeps name and ports when its process is started anew.</summary>
internal sealed partial class Replica
{
    private readonly Lock _lock = new();
    private readonly IResource _resource;
    private readonly ReplicaTools _tools;
    private readonly ILogger _logger;
    private readonly Action _changed;
    private readonly Func<Task> _stoppedToldAsync;
    private readonly CancellationToken _appStopping;
    private ReplicaLife? _life;
    private Task _running = Task.CompletedTask;
    private bool _isToStop;

    /// <summary>Describes a replica; nothing starts.</summary>
    /// <param name="resource">Its resource.</param>
    /// <param name="tools">What it needs.</param>
    /// <param name="changed">Called after each change of what can be told about it.</param>
    /// <param name="stoppedToldAsync">Awaited before each start: ends when the last end has been told.</param>
    /// <param name="appStopping">Nothing starts any more.</param>
    internal Replica(IResource resource, ReplicaTools tools, Action changed, Func<Task> stoppedToldAsync, CancellationToken appStopping)
    {
        Id = ReplicaId.Create(resource);
        Doors = new(resource, tools);
        (_resource, _tools, _changed, _stoppedToldAsync, _appStopping) = (resource, tools, changed, stoppedToldAsync, appStopping);
        tools.Run.Logs.AddInstance(Id, resource);
        _logger = tools.Run.Logs.GetLogger(Id);
        tools.Run.Notifications.Publish(resource, Id, snapshot => snapshot with { State = KnownResourceStates.NotStarted });
    }

    internal string Id { get; }

    internal ReplicaDoors Doors { get; }

    /// <summary>What can be told about it now.</summary>
    internal CustomResourceSnapshot Snapshot => _tools.Run.Notifications.TryGetCurrentState(Id, out var current)
        ? current.Snapshot
        : throw new InvalidOperationException($"Nothing is known of '{Id}'.");

    /// <summary>True while new connections go to it.</summary>
    internal bool IsReady => Snapshot.HealthStatus == HealthStatus.Healthy;

    /// <summary>Why it is not ready.</summary>
    internal string Wrong => Snapshot.State?.Text == KnownResourceStates.Running
        ? Snapshot.HealthReports is [{ Description: { } description }, ..] ? description : "no answer yet"
        : $"{Snapshot.State?.Text}{(Snapshot.ExitCode is { } code ? $" with exit code {code}" : "")}";

    /// <summary>True when there is no process and none is coming.</summary>
    internal bool HasEnded => _running.IsCompleted;

    /// <summary>Ends when the process has started; nothing happens when it runs already.</summary>
    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!HasEnded)
                return;
            _isToStop = false;
        }

        using var given = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _appStopping);
        await BeginAsync(given.Token);
    }

    /// <summary>Ends when the process has; at once when there is none.</summary>
    internal async Task StopAsync(StopPlan plan)
    {
        Task running;
        lock (_lock)
        {
            _isToStop = true;
            _life?.Stop(plan);
            running = _running;
        }

        await running;
    }

    /// <summary>Changes what can be told about it.</summary>
    internal void Publish(Func<CustomResourceSnapshot, CustomResourceSnapshot> change)
    {
        _tools.Run.Notifications.Publish(_resource, Id, change);
        _changed();
    }

    private async Task<ReplicaLife> BeginAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _stoppedToldAsync().WaitAsync(cancellationToken);
            Publish(snapshot => new() { ResourceType = snapshot.ResourceType, State = KnownResourceStates.Starting });
            var start = await _tools.Preparation.PrepareAsync(_resource, new(Id, Doors.Ports), cancellationToken);
            lock (_lock)
            {
                // Under the lock that a stop takes: either it finds a process to stop, or none is started.
                if (_isToStop)
                    throw new OperationCanceledException();
                cancellationToken.ThrowIfCancellationRequested();
                var process = SessionProcess.Start(start, _tools.Run.Guard, (line, isError) => _tools.Run.Logs.Write(Id, line, isError));
                var life = _life = new(this, _resource, process, _tools, _logger);
                // Under the same lock: a stop that finds the process finds its end to wait for.
                if (HasEnded)
                    _running = Task.Run(() => RunAsync(life), CancellationToken.None);
                return life;
            }
        }
        catch (Exception exception)
        {
            var state = exception is OperationCanceledException ? KnownResourceStates.Exited : KnownResourceStates.FailedToStart;
            Publish(snapshot => snapshot with { State = state });
            throw;
        }
    }

    private async Task RunAsync(ReplicaLife life)
    {
        await life.RunAsync();
        while (life.IsLost && !_isToStop)
        {
            try
            {
                life = await BeginAsync(_appStopping);
            }
            catch (Exception exception)
            {
                if (exception is not OperationCanceledException)
                    Log.NotStartedAnew(_logger, exception.Message);
                return;
            }

            await life.RunAsync();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "not started anew: {Reason}")]
        internal static partial void NotStartedAnew(ILogger logger, string reason);
    }
}
