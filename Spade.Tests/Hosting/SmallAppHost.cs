using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Spade.Hosting;

namespace Spade.Tests.Hosting;

/// <summary>AppHosts other than Spade's, since Spade.Hosting must work in any.</summary>
internal static class SmallAppHost
{
    /// <summary>The assembly name is Spade's because Aspire finds the orchestrator through an AppHost's assembly.</summary>
    internal static IDistributedApplicationBuilder Create(params string[] args)
    {
        var builder = DistributedApplication.CreateBuilder(
            new DistributedApplicationOptions { Args = args, DisableDashboard = true, AssemblyName = "Spade.AppHost" });
        // Health checks fail while a process starts; with a dashboard Aspire does not log that either.
        builder.Services.AddLogging(logging => logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None));
        return builder;
    }

    /// <summary>A budget with time for work in flight only, after preStop.</summary>
    internal static GracefulShutdownAnnotation Budget(double grace, double preStop = 0) => new()
    {
        PreStop = TimeSpan.FromSeconds(preStop),
        LameDuck = TimeSpan.Zero,
        InFlight = TimeSpan.FromSeconds(grace - preStop),
        Close = TimeSpan.Zero,
        Margin = TimeSpan.Zero,
        GracePeriod = TimeSpan.FromSeconds(grace),
    };

    internal static Task<ResourceEvent> InStateAsync(this DistributedApplication application, string resource, string state) =>
        application.WhenAsync(resource, update => update.Snapshot.State?.Text == state);

    internal static Task<ResourceEvent> WhenAsync(
        this DistributedApplication application, string resource, Func<ResourceEvent, bool> condition) =>
        application.ResourceNotifications.WaitForResourceAsync(resource, condition).WaitAsync(TimeSpan.FromSeconds(120));

    internal static async Task<ExecuteCommandResult> CommandAsync(this DistributedApplication application, string resource, string command)
    {
        // The id of a resource that the orchestrator runs is its name with a suffix.
        var id = (await application.WhenAsync(resource, _ => true)).ResourceId;
        return await application.Services.GetRequiredService<ResourceCommandService>().ExecuteCommandAsync(id, command)
            .WaitAsync(TimeSpan.FromSeconds(120));
    }

    internal static string? PropertyOf(this ResourceEvent update, string name) =>
        update.Snapshot.Properties.FirstOrDefault(property => property.Name == name)?.Value?.ToString();
}
