using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

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

    internal static string? StateOf(this DistributedApplication application, string resource) =>
        application.ResourceNotifications.TryGetCurrentState(resource, out var current) ? current.Snapshot.State?.Text : null;
}
