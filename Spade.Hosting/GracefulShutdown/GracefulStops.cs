using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Spade.Hosting.Processes;

namespace Spade.Hosting.GracefulShutdown;

/// <summary>Stops the processes of resources that have a budget, where the orchestrator would kill them after 6 s. It sees no more of it
/// than that a process has exited.</summary>
internal sealed class GracefulStops(
    ResourceNotificationService notifications,
    ResourceLoggerService loggers,
    DistributedApplicationModel model,
    IEnumerable<ITrafficGate> gates,
    TimeProvider time)
{
    private const string ProcessIdProperty = "executable.pid", GracePeriodProperty = "grace period", LastStopProperty = "last stop";

    // The orchestrator watches its processes; this is only for one that has missed an exit.
    private static readonly TimeSpan NoticeLimit = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, IResource> _instances = new();
    private readonly ConcurrentDictionary<string, (InstanceStop Stop, Task Run)> _stops = new();

    /// <summary>Learns of the instances of resources that have a budget: the orchestrator names them.</summary>
    internal async Task WatchAsync(CancellationToken cancellationToken)
    {
        await foreach (var update in notifications.WatchAsync(cancellationToken))
        {
            // Before it has an instance, a resource goes by its own name.
            if (update.ResourceId == update.Resource.Name || !update.Resource.HasAnnotationOfType<GracefulShutdownAnnotation>()
                || !_instances.TryAdd(update.ResourceId, update.Resource))
                continue;
            var seconds = BudgetOf(update.Resource).GracePeriod.TotalSeconds;
            await SetPropertyAsync(update.Resource, update.ResourceId, GracePeriodProperty, string.Create(CultureInfo.InvariantCulture, $"{seconds} s"));
        }
    }

    /// <summary>Puts these stops in the place of the orchestrator's, in the commands stop and restart.</summary>
    internal void ReplaceCommands()
    {
        foreach (var resource in model.Resources.Where(resource => resource.HasAnnotationOfType<GracefulShutdownAnnotation>()))
            StopCommands.Replace(resource, this);
    }

    /// <summary>Stops every process side by side, by the AppHost's end: nobody is left to send requests, so there is no preStop.</summary>
    internal Task StopAllAsync(bool isInterrupted) => Task.WhenAll(_instances.Select(instance =>
        StopAsync(instance.Value, instance.Key, isInterrupted ? UnixSignal.Interrupt : UnixSignal.Terminate, preStop: false)));

    /// <summary>Ends every process now.</summary>
    internal void KillAll()
    {
        foreach (var (stop, _) in _stops.Values)
            stop.Kill();
    }

    /// <summary>Stops one process and returns when it is gone and the model knows it.</summary>
    internal async Task StopAsync(IResource resource, string id, int signal, bool preStop)
    {
        if (_stops.TryGetValue(id, out var running))
        {
            if (signal == UnixSignal.Interrupt)
                running.Stop.Interrupt();
            await running.Run;
            return;
        }

        if (Find(id) is not { } process)
            return;
        using (process)
        {
            using var stop = new InstanceStop(process, BudgetOf(resource), time, loggers.GetLogger(id));
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_stops.TryAdd(id, (stop, done.Task)))
            {
                await StopAsync(resource, id, signal, preStop);
                return;
            }

            try
            {
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
    }

    /// <summary>What stops the resource's process is what the budget's owner sees of it afterwards.</summary>
    private async Task TellEndAsync(IResource resource, string id, InstanceStop stop)
    {
        using var limit = new CancellationTokenSource(NoticeLimit, time);
        var noticed = notifications.WaitForResourceAsync(
            resource.Name, update => update.ResourceId == id && KnownResourceStates.TerminalStates.Contains(update.Snapshot.State?.Text), limit.Token);
        await ((Task)noticed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var exitCode = noticed.IsCompletedSuccessfully ? (await noticed).Snapshot.ExitCode?.ToString(CultureInfo.InvariantCulture) : null;
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{stop.Elapsed.TotalSeconds:0.0} s of {BudgetOf(resource).GracePeriod.TotalSeconds} s, exit code {exitCode ?? "unknown"}");
        await SetPropertyAsync(resource, id, LastStopProperty, text);
    }

    private Task SetPropertyAsync(IResource resource, string id, string name, string value) => notifications.PublishUpdateAsync(
        resource, id, snapshot => snapshot with { Properties = [.. snapshot.Properties.Where(property => property.Name != name), new(name, value)] });

    private Process? Find(string id)
    {
        if (!notifications.TryGetCurrentState(id, out var current)
            || KnownResourceStates.TerminalStates.Contains(current.Snapshot.State?.Text)
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

    private static GracefulShutdownAnnotation BudgetOf(IResource resource) => resource.Annotations.OfType<GracefulShutdownAnnotation>().Last();
}
