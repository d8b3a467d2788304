using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Spade.Tests.Hosting;

/// <summary>Small AppHosts that tests run as processes, to interrupt and to kill them.</summary>
internal static class HostScenarios
{
    /// <summary>A database, and a service that works 8 s on after it was told to stop: longer than the orchestrator would wait.</summary>
    internal const string Drain = "drain";

    /// <summary>The same, with a resource that waits for one that never starts: to Aspire the AppHost is still starting.</summary>
    internal const string Starting = "starting";

    /// <summary>A service with children that does not hear signals, in front of a database.</summary>
    internal const string Deaf = "deaf";

    /// <summary>A database alone.</summary>
    internal const string Database = "database";

    internal static async Task RunAsync(string scenario, string[] args)
    {
        var builder = SmallAppHost.Create(args);
        var database = builder.AddPostgres("postgres").WithDataVolume("data").RunAsLocalCluster().AddDatabase("testdb");
        if (scenario == Starting)
            builder.AddExecutable("waits", "true", "/").WaitFor(builder.AddExecutable("never", "true", "/").WithExplicitStart());
        if (scenario != Database)
            AddService(builder, scenario).WaitFor(database);
        await using var application = builder.Build();
        _ = TellStatesAsync(application);
        await application.RunAsync();
    }

    private static IResourceBuilder<ExecutableResource> AddService(IDistributedApplicationBuilder host, string scenario) => scenario switch
    {
        // The exit code tells which signal came.
        Drain or Starting => host.AddExecutable(
            "service", "sh", "/", "-c",
            "trap 'drain 15' TERM; trap 'drain 2' INT; drain() { sleep 8 & wait $!; exit $1; }; while :; do sleep 0.05; done")
            .WithGracefulShutdown(SmallAppHost.Budget(grace: 30)),
        Deaf => host.AddExecutable("service", "sh", "/", "-c", "trap '' TERM INT; sleep 3600 & while :; do sleep 0.05; done")
            .WithGracefulShutdown(SmallAppHost.Budget(grace: 30)),
        _ => throw new ArgumentException($"There is no test AppHost '{scenario}'.", nameof(scenario)),
    };

    /// <summary>Each state of each resource is a line on the console, for the test to wait for.</summary>
    private static async Task TellStatesAsync(DistributedApplication application)
    {
        var last = new Dictionary<string, string?>();
        await foreach (var update in application.ResourceNotifications.WatchAsync())
        {
            var state = $"{update.Snapshot.State?.Text} {update.Snapshot.HealthStatus}".Trim();
            if (last.GetValueOrDefault(update.ResourceId) == state)
                continue;
            last[update.ResourceId] = state;
            await Console.Out.WriteLineAsync($"[{update.Resource.Name}] {state} {update.Snapshot.ExitCode}".Trim());
        }
    }
}
