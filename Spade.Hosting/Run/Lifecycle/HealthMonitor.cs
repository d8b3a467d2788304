using System.Collections.Immutable;
using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Run.Replicas;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Run.Lifecycle;

/// <summary>Asks a running resource's health checks again and again, and tells the first time that it is ready.</summary>
internal sealed partial class HealthMonitor(
    HealthCheckService checks, ResourceNotificationService notifications, ResourceLoggerService logs, IDistributedApplicationEventing eventing,
    IServiceProvider services, TimeProvider clock)
{
    /// <summary>Time for one check.</summary>
    internal static readonly TimeSpan CheckLimit = TimeSpan.FromSeconds(5);

    /// <summary>Short while somebody waits for the start; a check is a request to this machine.</summary>
    private static readonly TimeSpan StartInterval = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan SteadyInterval = TimeSpan.FromSeconds(5);

    /// <summary>How often a slow start says what it waits for.</summary>
    private static readonly TimeSpan ReminderInterval = TimeSpan.FromSeconds(10);

    private static readonly Task Never = new TaskCompletionSource().Task;

    /// <summary>Goes on until cancelled.</summary>
    internal Task WatchAsync(IResource resource, CancellationToken cancellationToken) => WatchAsync(resource, null, cancellationToken);

    /// <summary>Goes on until cancelled.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="replicas">How its replicas are; they answer for the checks that were added with probes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task WatchAsync(IResource resource, ReplicaReadiness? replicas, CancellationToken cancellationToken)
    {
        var keys = resource.Annotations.OfType<HealthCheckAnnotation>().Select(check => check.Key)
            .Except(replicas?.Keys ?? []).ToHashSet(StringComparer.Ordinal);
        var logger = logs.GetLogger(resource);
        var began = clock.GetTimestamp();
        var reminded = TimeSpan.Zero;
        var wasHealthy = false;
        var ready = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            var change = replicas?.Changed ?? Never;
            ImmutableArray<HealthReportSnapshot> reports = [.. replicas?.Reports ?? [], .. await CheckAsync(keys, cancellationToken)];
            cancellationToken.ThrowIfCancellationRequested();
            var isHealthy = reports.All(report => report.Status == HealthStatus.Healthy);
            await notifications.PublishUpdateAsync(resource, snapshot => snapshot with { HealthReports = reports });
            var elapsed = clock.GetElapsedTime(began);
            if (isHealthy && !ready)
            {
                ready = true;
                Log.Healthy(logger, elapsed.TotalSeconds);
                await TellReadyAsync(resource, cancellationToken);
            }
            else if (isHealthy != wasHealthy || (!isHealthy && elapsed - reminded >= ReminderInterval))
            {
                reminded = elapsed;
                Tell(logger, isHealthy, reports);
            }

            wasHealthy = isHealthy;
            await PauseAsync(keys.Count == 0 ? ReminderInterval : ready && isHealthy ? SteadyInterval : StartInterval, change, cancellationToken);
        }
    }

    private async Task PauseAsync(TimeSpan interval, Task change, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(Task.Delay(interval, clock, over.Token), change);
        await over.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<ImmutableArray<HealthReportSnapshot>> CheckAsync(HashSet<string> keys, CancellationToken cancellationToken)
    {
        if (keys.Count == 0)
            return [];
        var report = await checks.CheckHealthAsync(registration => keys.Contains(registration.Name), cancellationToken);
        return
        [
            .. report.Entries.Select(entry => new HealthReportSnapshot(
                entry.Key, entry.Value.Status, entry.Value.Description ?? entry.Value.Exception?.Message, entry.Value.Exception?.ToString())),
            .. keys.Where(key => !report.Entries.ContainsKey(key)).Select(key => new HealthReportSnapshot(
                key, HealthStatus.Unhealthy, string.Create(CultureInfo.InvariantCulture, $"No health check is registered as '{key}'."), null)),
        ];
    }

    private async Task TellReadyAsync(IResource resource, CancellationToken cancellationToken)
    {
        var told = eventing.PublishAsync(new ResourceReadyEvent(resource, services), cancellationToken);
        await notifications.PublishUpdateAsync(resource, snapshot => snapshot with { ResourceReadyEvent = new(told) });
    }

    private static void Tell(ILogger logger, bool isHealthy, ImmutableArray<HealthReportSnapshot> reports)
    {
        if (isHealthy)
            Log.HealthyAgain(logger);
        else
            Log.Unhealthy(logger, string.Join(" ", reports.Where(report => report.Status != HealthStatus.Healthy).Select(report => report.Description)));
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "healthy after {Seconds:0.0} s")]
        internal static partial void Healthy(ILogger logger, double seconds);

        [LoggerMessage(LogLevel.Information, "healthy again")]
        internal static partial void HealthyAgain(ILogger logger);

        [LoggerMessage(LogLevel.Warning, "not healthy: {Reasons}")]
        internal static partial void Unhealthy(ILogger logger, string reasons);
    }
}
