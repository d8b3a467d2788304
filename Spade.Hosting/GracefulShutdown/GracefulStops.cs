using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Spade.Hosting.GracefulShutdown;

/// <summary>Stops the processes of resources that have a budget, where the orchestrator would kill them after 6 s. All that the
/// orchestrator sees is a process that has exited.</summary>
internal sealed class GracefulStops(
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    IEnumerable<ITrafficGate> gates,
    IHostApplicationLifetime lifetime,
    TimeProvider time) : IHostedLifecycleService, IDisposable
{
    private const string ProcessIdProperty = "executable.pid", GracePeriodProperty = "grace period", LastStopProperty = "last stop";
    private const int Interrupted = 130; // 128 + SIGINT, as shells have it

    // The orchestrator watches its processes; this is only for one that has missed an exit.
    private static readonly TimeSpan NoticeLimit = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, IResource> _instances = new();
    private readonly ConcurrentDictionary<string, (InstanceStop Stop, Task Run)> _stops = new();
    private readonly List<IDisposable> _registrations = [];
    private readonly Lock _lock = new();
    private Task? _all;
    private int _interrupts;

    /// <summary>Whether everything is being stopped, so that nothing may start any more.</summary>
    internal bool AreAll => Volatile.Read(ref _all) is not null;

    /// <summary>Listens for the end of the AppHost, from before anything starts, but after the host itself: of several listeners to a
    /// signal the last one hears it first, and so has counted it by the time the host stops.</summary>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt));
        // A terminal that is closed. By itself .NET would be gone at once.
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            lifetime.StopApplication();
        }));
        // While it still starts, too: an AppHost that is told to stop then, with a resource waiting for another, would stop no service.
        _registrations.Add(lifetime.ApplicationStopping.Register(() => StopAllAsync().GetAwaiter().GetResult()));
        _ = WatchAsync();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Before the orchestrator stops anything.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => StopAllAsync();

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    /// <summary>Stops one process and returns when it is gone and the model knows it.</summary>
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
            // An interrupt that came before the stop was known has to reach it as well.
            if (Volatile.Read(ref _interrupts) > 1)
                stop.Kill();
            foreach (var gate in gates)
                gate.Leave(resource);
            await notifications.PublishUpdateAsync(resource, id, snapshot => snapshot with { State = KnownResourceStates.Stopping });
            await stop.RunAsync(signal, preStop);
            await TellEndAsync(resource, id, stop);
        }
        finally
        {
            _stops.TryRemove(id, out _);
            done.SetResult();
        }
    }

    /// <summary>Stops all processes side by side, once. Without preStop: the AppHost ends, and nobody is left to send requests.</summary>
    private Task StopAllAsync()
    {
        lock (_lock)
        {
            var signal = Volatile.Read(ref _interrupts) > 0 ? UnixSignal.SIGINT : UnixSignal.SIGTERM;
            // Elsewhere: whoever waits for it may hold up a thread that has to go on meanwhile.
            return _all ??= Task.Run(
                () => Task.WhenAll(_instances.Select(instance => StopAsync(instance.Value, instance.Key, signal, preStop: false))));
        }
    }

    /// <summary>The first is the host's, which stops; the second ends everything at once.</summary>
    private void OnInterrupt(PosixSignalContext signal)
    {
        if (Interlocked.Increment(ref _interrupts) < 2)
            return;
        signal.Cancel = true;
        Environment.ExitCode = Interrupted;
        foreach (var (stop, _) in _stops.Values)
            stop.Kill();
    }

    /// <summary>Learns of the instances of resources that have a budget: the orchestrator names them.</summary>
    private async Task WatchAsync()
    {
        await foreach (var update in notifications.WatchAsync(lifetime.ApplicationStopped))
        {
            // Before it has an instance, a resource goes by its own name.
            if (update.ResourceId == update.Resource.Name || !update.Resource.HasAnnotationOfType<GracefulShutdownAnnotation>()
                || !_instances.TryAdd(update.ResourceId, update.Resource))
                continue;
            var seconds = BudgetOf(update.Resource).GracePeriod.TotalSeconds;
            await SetPropertyAsync(
                update.Resource, update.ResourceId, GracePeriodProperty, string.Create(CultureInfo.InvariantCulture, $"{seconds} s"));
        }
    }

    private async Task TellEndAsync(IResource resource, string id, InstanceStop stop)
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

    /// <summary>The process of an instance that runs. In any other state the number may be that of a process which is gone.</summary>
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
