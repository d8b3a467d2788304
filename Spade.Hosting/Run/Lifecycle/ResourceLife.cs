using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Run.Lifecycle;

/// <summary>One resource, from waiting for others to its end.</summary>
/// <remarks>
/// Start and stop are one method, so that a stop in the middle of a start finds nothing half done:
/// <code>
/// Waiting ─▶ Starting ─▶ Running ─▶ (Stopping) ─▶ Exited | Finished
///    └──────────┴──────▶ FailedToStart
/// </code>
/// </remarks>
internal abstract partial class ResourceLife(IResource resource, RunTools tools)
{
    private int _isTold;

    internal IResource Resource => resource;

    protected RunTools Tools => tools;

    protected ILogger Logger { get; } = tools.Logs.GetLogger(resource);

    /// <summary>Ends when the resource has: by itself, or because it was told to stop.</summary>
    internal async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            if (!await tools.Dependencies.WaitAsync(resource, stopping))
            {
                await PublishAsync(snapshot => snapshot with { State = KnownResourceStates.FailedToStart });
                return;
            }

            await tools.Eventing.PublishAsync(new BeforeResourceStartedEvent(resource, tools.Services), stopping);
            await PublishAsync(snapshot => snapshot with { State = KnownResourceStates.Starting });
            await LiveAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await PublishAsync(snapshot => snapshot with { State = KnownResourceStates.Exited });
        }
        catch (DistributedApplicationException exception)
        {
            await FailAsync(exception);
        }
        catch (Exception exception)
        {
            await FailAsync(new($"'{resource.Name}' cannot be run: {exception.Message}", exception));
        }
        finally
        {
            if (NoteStopped() is { } last)
                await TellStoppedAsync(last);
        }
    }

    /// <summary>Starts the resource, keeps it until it ends or is told to stop, and leaves nothing of it behind.</summary>
    protected abstract Task LiveAsync(CancellationToken stopping);

    protected Task PublishAsync(Func<CustomResourceSnapshot, CustomResourceSnapshot> change) => tools.Notifications.PublishUpdateAsync(resource, change);

    protected Task PublishRunningAsync()
    {
        Volatile.Write(ref _isTold, 0);
        return PublishAsync(snapshot => snapshot with
        {
            State = KnownResourceStates.Running,
            ExitCode = null,
            StartTimeStamp = tools.Clock.GetUtcNow().UtcDateTime,
            StopTimeStamp = null,
            ResourceReadyEvent = null,
            HealthReports = [.. HealthKeys.Select(key => new HealthReportSnapshot(key, null, null, null))],
        });
    }

    /// <summary>Keys of what is asked before the resource counts as healthy.</summary>
    protected virtual IEnumerable<string> HealthKeys => resource.Annotations.OfType<HealthCheckAnnotation>().Select(check => check.Key);

    protected Task TellConnectionStringAsync(CancellationToken cancellationToken) =>
        tools.Eventing.PublishAsync(new ConnectionStringAvailableEvent(resource, tools.Services), cancellationToken);

    /// <summary>The person at the terminal has to put something right first, so nothing is gained by going on.</summary>
    private async Task FailAsync(DistributedApplicationException exception)
    {
        tools.Failure.Set(exception);
        await PublishAsync(snapshot => snapshot with { State = KnownResourceStates.FailedToStart });
        tools.Lifetime.StopApplication();
    }

    /// <summary>Notes, once for each time it ran, that the resource runs no more; returns what is to be told of that, or null when it was noted before.</summary>
    protected ResourceEvent? NoteStopped()
    {
        if (Interlocked.Exchange(ref _isTold, 1) == 1)
            return null;
        tools.Notifications.Publish(resource, resource.Name, snapshot => snapshot with { StopTimeStamp = tools.Clock.GetUtcNow().UtcDateTime });
        return tools.Notifications.TryGetCurrentState(resource.Name, out var last) ? last : null;
    }

    /// <summary>Tells that the resource runs no more.</summary>
    protected async Task TellStoppedAsync(ResourceEvent last)
    {
        try
        {
            await tools.Eventing.PublishAsync(new ResourceStoppedEvent(resource, tools.Services, last), CancellationToken.None);
        }
        catch (Exception exception)
        {
            // A callback's fault: the other resources must be stopped all the same.
            Log.StoppedCallbackFailed(Logger, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "a callback for its end failed: {Reason}")]
        internal static partial void StoppedCallbackFailed(ILogger logger, string reason);
    }
}
