using Microsoft.Extensions.Diagnostics.HealthChecks;
using Spade.Hosting.GracefulShutdown;

namespace Spade.Hosting.Replicas;

/// <summary>Tracks which replicas of a service run and which of them are ready for requests.</summary>
internal sealed partial class ReplicaSet(ReplicatedResource service, TimeProvider time) : ITrafficGate, IHealthCheck, IDisposable
{
    private const string Rebuild = "rebuild";

    private readonly Lock _lock = new();
    private readonly List<Replica> _replicas = [.. service.Replicas.Select(replica => new Replica(replica))];
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero });
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ReplicatedResource Service => service;

    /// <summary>Base URLs of the ready replicas.</summary>
    internal IReadOnlyList<string> Ready { get; private set; } = [];

    /// <summary>Replicas with and without a running process.</summary>
    internal (List<Replica> Running, List<Replica> Idle) Split()
    {
        lock (_lock)
            return ([.. _replicas.Where(replica => replica.IsRunning)], [.. _replicas.Where(replica => !replica.IsRunning)]);
    }

    /// <summary>Follows the processes of the replicas until cancelled.</summary>
    internal async Task WatchAsync(
        ResourceNotificationService notifications, ResourceLoggerService loggers, CancellationToken cancellationToken)
    {
        await foreach (var update in notifications.WatchAsync(cancellationToken))
        {
            if (_replicas.Find(replica => replica.Resource == update.Resource) is not { } replica)
                continue;
            replica.Id = update.ResourceId;
            var state = update.Snapshot.State?.Text;
            if (state == KnownResourceStates.Running && !replica.IsRunning)
                Begin(replica, loggers.GetLogger(service));
            else if (state == KnownResourceStates.Stopping)
                Leave(replica.Resource);
            else if (replica.IsRunning && KnownResourceStates.TerminalStates.Contains(state))
                End(replica, update.Snapshot.ExitCode, loggers.GetLogger(service));
            if (update.Snapshot.Commands.Any(command => command.Name == Rebuild))
                await RemoveRebuildAsync(replica, notifications);
            // A late update from the orchestrator may overwrite the state that KeepAsSpareAsync published.
            if (replica.IsSpare && KnownResourceStates.TerminalStates.Contains(state))
                await KeepAsSpareAsync(replica, notifications);
        }
    }

    /// <summary>All replicas run the same executable, so the command makes no sense. Aspire has no option to omit it.</summary>
    private static Task RemoveRebuildAsync(Replica replica, ResourceNotificationService notifications)
    {
        var annotations = replica.Resource.Annotations;
        foreach (var command in annotations.OfType<ResourceCommandAnnotation>().Where(command => command.Name == Rebuild).ToList())
            annotations.Remove(command);
        return notifications.PublishUpdateAsync(replica.Resource, replica.Id!, snapshot =>
            snapshot with { Commands = [.. snapshot.Commands.Where(command => command.Name != Rebuild)] });
    }

    /// <summary>Shows a stopped replica as not started instead of finished, like the spare before the first rolling restart.</summary>
    internal async Task KeepAsSpareAsync(Replica replica, ResourceNotificationService notifications)
    {
        replica.IsSpare = true;
        await notifications.PublishUpdateAsync(replica.Resource, replica.Id!, snapshot =>
            KnownResourceStates.TerminalStates.Contains(snapshot.State?.Text)
            ? snapshot with { State = KnownResourceStates.NotStarted }
            : snapshot);
    }

    /// <summary>Waits until a condition on the replicas holds.</summary>
    internal async Task WaitAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (condition())
                    return;
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Leave(IResource resource)
    {
        if (_replicas.Find(replica => replica.Resource == resource) is { IsLeaving: false } replica)
            Change(() => replica.IsLeaving = true);
    }

    Task<HealthCheckResult> IHealthCheck.CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        var ready = Ready.Count;
        var status = ready >= service.Wanted ? HealthStatus.Healthy : ready > 0 ? HealthStatus.Degraded : HealthStatus.Unhealthy;
        return Task.FromResult(new HealthCheckResult(status, $"{ready} of {service.Wanted} ready"));
    }

    public void Dispose() => _http.Dispose();

    private void Begin(Replica replica, ILogger logger)
    {
        CancellationToken gone = default;
        Change(() => gone = replica.Begin());
        var probe = replica.Resource.Annotations.OfType<EndpointProbeAnnotation>()
            .LastOrDefault(annotation => annotation.Type == ProbeType.Readiness);
        if (probe is null)
            Change(() => replica.IsReady = true);
        else
            _ = new ReadinessProbe(probe, _http, time).RunAsync(problem => SetReady(replica, problem, logger, gone), gone);
    }

    private void SetReady(Replica replica, string? problem, ILogger logger, CancellationToken gone)
    {
        var isLeaving = false;
        Change(() =>
        {
            // A probe result of the previous process must not count for its successor.
            if (!gone.IsCancellationRequested)
                (replica.IsReady, replica.Problem) = (problem is null, problem);
            isLeaving = replica.IsLeaving;
        });
        if (problem is null)
            Log.Ready(logger, replica.Name);
        else if (!isLeaving)
            Log.NotReady(logger, replica.Name, problem);
    }

    private void End(Replica replica, int? exitCode, ILogger logger)
    {
        if (!replica.IsLeaving)
            Log.Ended(logger, replica.Name, exitCode);
        Change(replica.End);
    }

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
            Ready = [.. _replicas.Where(replica => replica is { IsReady: true, IsLeaving: false }).Select(replica => replica.Address)];
            _changed.SetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Replica} is ready")]
        internal static partial void Ready(ILogger logger, string replica);

        [LoggerMessage(LogLevel.Warning, "{Replica} is not ready: {Reason}")]
        internal static partial void NotReady(ILogger logger, string replica, string reason);

        [LoggerMessage(LogLevel.Error, "{Replica} ended by itself with exit code {ExitCode}; its command start starts it again")]
        internal static partial void Ended(ILogger logger, string replica, int? exitCode);
    }
}
