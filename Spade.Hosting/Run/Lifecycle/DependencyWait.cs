using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Run.Lifecycle;

/// <summary>Holds a resource back until what it waits for has happened.</summary>
internal sealed partial class DependencyWait(ResourceNotificationService notifications, ResourceLoggerService logs)
{
    /// <summary>True when the resource may start; false when it never may.</summary>
    internal async Task<bool> WaitAsync(IResource resource, CancellationToken cancellationToken)
    {
        var waits = resource.Annotations.OfType<WaitAnnotation>().ToList();
        if (waits.Count == 0)
            return true;
        var logger = logs.GetLogger(resource);
        Log.Waiting(logger, string.Join(", ", waits.Select(wait => wait.Resource.Name)));
        await notifications.PublishUpdateAsync(resource, snapshot => snapshot with { State = KnownResourceStates.Waiting });
        foreach (var outcome in await Task.WhenAll(waits.Select(wait => WaitAsync(wait, cancellationToken))))
        {
            if (outcome is null)
                continue;
            Log.GivenUp(logger, outcome);
            return false;
        }

        return true;
    }

    /// <summary>Null when it has happened, otherwise why it never will.</summary>
    private async Task<string?> WaitAsync(WaitAnnotation wait, CancellationToken cancellationToken)
    {
        var name = wait.Resource.Name;
        var found = await notifications.WaitForResourceAsync(name, next => Happened(wait, next.Snapshot) || IsLost(wait, next.Snapshot), cancellationToken);
        if (!Happened(wait, found.Snapshot))
            return $"{name} is {found.Snapshot.State!.Text}{(found.Snapshot.ExitCode is { } code ? $" with exit code {code}" : "")}";
        if (wait.WaitType == WaitType.WaitUntilHealthy)
            await found.Snapshot.ResourceReadyEvent!.EventTask.WaitAsync(cancellationToken);
        return null;
    }

    private static bool Happened(WaitAnnotation wait, CustomResourceSnapshot snapshot) => wait.WaitType switch
    {
        WaitType.WaitUntilHealthy => snapshot is { HealthStatus: Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy, ResourceReadyEvent: not null },
        WaitType.WaitUntilStarted => snapshot.State?.Text == KnownResourceStates.Running,
        _ => IsOver(snapshot) && snapshot.ExitCode == wait.ExitCode,
    };

    private static bool IsLost(WaitAnnotation wait, CustomResourceSnapshot snapshot) =>
        IsOver(snapshot) && wait.WaitBehavior is not WaitBehavior.WaitOnResourceUnavailable;

    private static bool IsOver(CustomResourceSnapshot snapshot) => snapshot.State is { } state && KnownResourceStates.TerminalStates.Contains(state.Text);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "waiting for {Dependencies}")]
        internal static partial void Waiting(ILogger logger, string dependencies);

        [LoggerMessage(LogLevel.Error, "not started: {Reason}")]
        internal static partial void GivenUp(ILogger logger, string reason);
    }
}
