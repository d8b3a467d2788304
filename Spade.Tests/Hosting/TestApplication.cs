using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Replicas;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Spade.Tests.Hosting;

/// <summary>Applications that tests run in their own process.</summary>
internal static class TestApplication
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    internal static IDistributedApplicationBuilder Builder(TestFolder folder, params string[] args) => DistributedApplication.CreateBuilder(
        new DistributedApplicationOptions { Args = ["--AppHost:DataFolder", folder.FullPath, .. args], ProjectDirectory = AppContext.BaseDirectory });

    internal static Task<string> InStateAsync(this DistributedApplication application, string resource, params string[] states) =>
        application.ResourceNotifications.WaitForResourceAsync(resource, states).WaitAsync(Patience);

    internal static Task<ResourceEvent> HealthyAsync(this DistributedApplication application, string resource) =>
        application.ResourceNotifications.WaitForResourceHealthyAsync(resource).WaitAsync(Patience);

    internal static Task<ResourceEvent> UnreadyAsync(this DistributedApplication application, string resource) =>
        application.ResourceNotifications.WaitForResourceAsync(resource, next => next.Snapshot.HealthStatus == HealthStatus.Unhealthy).WaitAsync(Patience);

    /// <summary>What can be told now about the replicas of a resource that have not been replaced.</summary>
    internal static IReadOnlyList<ResourceEvent> ReplicasOf(this DistributedApplication application, string resource)
    {
        var model = application.Services.GetRequiredService<DistributedApplicationModel>();
        var set = application.Services.GetRequiredService<ReplicaSets>().Of(model.Resources.Single(each => each.Name == resource))!;
        return [.. set.Replicas.Select(replica => new ResourceEvent(set.Resource, replica.Id, replica.Snapshot))];
    }

    /// <summary>The first line of a resource, or of one replica, of which something is true.</summary>
    internal static async Task<string> LineAsync(this DistributedApplication application, string source, Func<string, bool> predicate) =>
        (await application.LinesAsync(source, predicate, 1))[0];

    /// <summary>The first lines of a resource, or of one replica, of which something is true.</summary>
    internal static async Task<IReadOnlyList<string>> LinesAsync(
        this DistributedApplication application, string source, Func<string, bool> predicate, int count)
    {
        using var limit = new CancellationTokenSource(Patience);
        var found = new List<string>();
        await foreach (var batch in application.Services.GetRequiredService<ResourceLoggerService>().WatchAsync(source).WithCancellation(limit.Token))
        {
            found.AddRange(batch.Select(line => line.Content).Where(predicate));
            if (found.Count >= count)
                return found;
        }

        throw new InvalidOperationException("The log ended.");
    }

    internal static string? StateOf(this DistributedApplication application, string resource) =>
        application.ResourceNotifications.TryGetCurrentState(resource, out var current) ? current.Snapshot.State?.Text : null;
}
