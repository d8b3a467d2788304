using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Spade.Hosting.GracefulShutdown;

/// <summary>Stops the processes of resources with a budget, which the orchestrator would kill after 6 s. The orchestrator only sees
/// that the process has exited.</summary>
internal sealed class GracefulStops(
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    IEnumerable<ITrafficGate> gates,
    IHostApplicationLifetime lifetime,
    TimeProvider time) : IHostedLifecycleService, IDisposable
{
    private const string ProcessIdProperty = "executable.pid", GracePeriodProperty = "grace period", LastStopProperty = "last stop";
    private const int Interrupted = 130; // 128 + SIGINT, as shells have it

    // The orchestrator normally notices an exit at once. The limit is for an exit that it misses.
    private static readonly TimeSpan NoticeLimit = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, IResource> _instances = new();
    private readonly ConcurrentDictionary<string, (InstanceStop Stop, Task Run)> _stops = new();
    private readonly List<IDisposable> _registrations = [];
    private readonly Lock _lock = new();
    private Task? _all;
    private int _interrupts;

    /// <summary>Whether everything is being stopped; nothing may start then.</summary>
    internal bool IsStoppingAll => Volatile.Read(ref _all) is not null;

    /// <summary>Listens for the end of the AppHost before anything starts, but after the host itself: the last handler registered for a
    /// signal runs first, so the interrupt is counted before the host stops.</summary>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt));
        // Sent when the terminal is closed. By default the process would end at once.
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            lifetime.StopApplication();
        }));
        // An AppHost that is stopped during its start never calls StoppingAsync, and no service would be stopped.
        _registrations.Add(lifetime.ApplicationStopping.Register(() => StopAllAsync().GetAwaiter().GetResult()));
        _ = WatchAsync();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs before the orchestrator stops anything.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => StopAllAsync();

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    /// <summary>Stops one process and returns when it has exited and the orchestrator has noticed.</summary>
    internal async Task StopAsync(IResource resource, string id, UnixSignal signal, bool preStop)
    {
        if (_stops.TryGetValue(id, out var running))
        {
            if (signal == UnixSignal.SIGINT)
                running.Stop.Interrupt();
            await running.Run;
            return;
        }

        using var process = Find(id);
        if (process is null)
            return;
        var stop = new InstanceStop(process, BudgetOf(resource), time, loggers.GetLogger(id));
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_stops.TryAdd(id, (stop, done.Task)))
        {
            await StopAsync(resource, id, signal, preStop);
            return;
        }

        try
        {
            // A second interrupt may have come before this stop was registered.
            if (Volatile.Read(ref _interrupts) > 1)
                stop.Kill();
            foreach (var gate in gates)
                gate.Leave(resource);
            await notifications.PublishUpdateAsync(resource, id, snapshot => snapshot with { State = KnownResourceStates.Stopping });
            await stop.RunAsync(signal, preStop);
            await PublishEndAsync(resource, id, stop);
        }
        finally
        {
            _stops.TryRemove(id, out _);
            done.SetResult();
        }
    }

    /// <summary>Stops all processes in parallel, once. No preStop: the balancer ends with the AppHost, so there are no requests.</summary>
    private Task StopAllAsync()
    {
        lock (_lock)
        {
            var signal = Volatile.Read(ref _interrupts) > 0 ? UnixSignal.SIGINT : UnixSignal.SIGTERM;
            // On the thread pool, because a caller may block its thread until this has finished.
            return _all ??= Task.Run(
                () => Task.WhenAll(_instances.Select(instance => StopAsync(instance.Value, instance.Key, signal, preStop: false))));
        }
    }

    /// <summary>The first interrupt is left to the host, which stops; the second kills everything at once.</summary>
    private void OnInterrupt(PosixSignalContext signal)
    {
        if (Interlocked.Increment(ref _interrupts) < 2)
            return;
        signal.Cancel = true;
        Environment.ExitCode = Interrupted;
        foreach (var (stop, _) in _stops.Values)
            stop.Kill();
    }

    /// <summary>Collects the instances of resources with a budget; the orchestrator assigns their ids.</summary>
    private async Task WatchAsync()
    {
        await foreach (var update in notifications.WatchAsync(lifetime.ApplicationStopped))
        {
            // Updates before the instance exists carry the resource's name as id.
            if (update.ResourceId == update.Resource.Name || !update.Resource.HasAnnotationOfType<GracefulShutdownAnnotation>()
                || !_instances.TryAdd(update.ResourceId, update.Resource))
                continue;
            var seconds = BudgetOf(update.Resource).GracePeriod.TotalSeconds;
            await SetPropertyAsync(
                update.Resource, update.ResourceId, GracePeriodProperty, string.Create(CultureInfo.InvariantCulture, $"{seconds} s"));
        }
    }

    private async Task PublishEndAsync(IResource resource, string id, InstanceStop stop)
    {
        using var limit = new CancellationTokenSource(NoticeLimit, time);
        var noticed = notifications.WaitForResourceAsync(
            resource.Name,
            update => update.ResourceId == id && KnownResourceStates.TerminalStates.Contains(update.Snapshot.State?.Text),
            limit.Token);
        await ((Task)noticed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var exitCode = noticed.IsCompletedSuccessfully ? (await noticed).Snapshot.ExitCode?.ToString(CultureInfo.InvariantCulture) : null;
        var grace = BudgetOf(resource).GracePeriod.TotalSeconds;
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{stop.Elapsed.TotalSeconds:0.0} s of {grace} s, exit code {exitCode ?? "unknown"}");
        await SetPropertyAsync(resource, id, LastStopProperty, text);
    }

    private Task SetPropertyAsync(IResource resource, string id, string name, string value) => notifications.PublishUpdateAsync(
        resource, id, now => now with { Properties = [.. now.Properties.Where(property => property.Name != name), new(name, value)] });

    /// <summary>The process of a running instance. In other states the process id may be stale.</summary>
    private Process? Find(string id)
    {
        if (!notifications.TryGetCurrentState(id, out var current)
            || (current.Snapshot.State?.Text != KnownResourceStates.Running && current.Snapshot.State?.Text != KnownResourceStates.Stopping)
            || current.Snapshot.Properties.FirstOrDefault(property => property.Name == ProcessIdProperty)?.Value is not { } value)
            return null;
        try
        {
            return Process.GetProcessById(Convert.ToInt32(value, CultureInfo.InvariantCulture));
        }
        catch (ArgumentException)
        {
            // It has just ended.
            return null;
        }
    }

    private static GracefulShutdownAnnotation BudgetOf(IResource resource) =>
        resource.Annotations.OfType<GracefulShutdownAnnotation>().Last();
}
