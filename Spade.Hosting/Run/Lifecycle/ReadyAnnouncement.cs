using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Run.Lifecycle;

/// <summary>Says when everything is healthy, and where it is.</summary>
internal sealed partial class ReadyAnnouncement(
    DistributedApplicationModel model, ResourceNotificationService notifications, TimeProvider clock, ILogger<ReadyAnnouncement> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var began = clock.GetTimestamp();
        await Task.WhenAll(model.Resources.Where(IsStarted).Select(resource => notifications.WaitForResourceHealthyAsync(resource.Name, stoppingToken)));
        Log.Ready(logger, clock.GetElapsedTime(began).TotalSeconds, Addresses());
    }

    private bool IsStarted(IResource resource) => !resource.IsValue()
        && notifications.TryGetCurrentState(resource.Name, out var current) && current.Snapshot.State?.Text != KnownResourceStates.Finished;

    private string Addresses() => string.Concat(model.Resources.OfType<IResourceWithEndpoints>().SelectMany(resource => resource.GetEndpoints())
        .Where(endpoint => endpoint.EndpointAnnotation.IsExternal)
        .Select(endpoint => string.Create(CultureInfo.InvariantCulture, $" {endpoint.Resource.Name} is at {endpoint.Url}.")));

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Everything is healthy after {Seconds:0.0} s.{Addresses} Press Ctrl+C to stop.")]
        internal static partial void Ready(ILogger logger, double seconds, string addresses);
    }
}
