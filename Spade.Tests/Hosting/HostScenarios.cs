using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Spade.Tests.Hosting;

/// <summary>Small AppHosts that tests run as processes in order to interrupt or kill them.</summary>
internal static class HostScenarios
{
    /// <summary>A database, and a service that keeps working for 8 s after the signal, longer than the orchestrator waits.</summary>
    internal const string Drain = "drain";

    /// <summary>The same with a resource that waits for one that never starts, so that the AppHost never finishes its start.</summary>
    internal const string Starting = "starting";

    /// <summary>A database, and a service with a child process that ignores signals.</summary>
    internal const string Deaf = "deaf";

    /// <summary>Only a database.</summary>
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
        _ = WriteStatesAsync(application);
        await application.RunAsync();
    }

    private static IResourceBuilder<ExecutableResource> AddService(IDistributedApplicationBuilder host, string scenario) => scenario switch
    {
        // The exit code is the number of the signal.
        Drain or Starting => host.AddExecutable(
            "service", "sh", "/", "-c",
            "trap 'drain 15' TERM; trap 'drain 2' INT; drain() { sleep 8 & wait $!; exit $1; }; while :; do sleep 0.05; done")
            .WithGracefulShutdown(SmallAppHost.Budget(grace: 30)),
        Deaf => host.AddExecutable("service", "sh", "/", "-c", "trap '' TERM INT; sleep 3600 & while :; do sleep 0.05; done")
            .WithGracefulShutdown(SmallAppHost.Budget(grace: 30)),
        _ => throw new ArgumentException($"There is no test AppHost '{scenario}'.", nameof(scenario)),
    };

    /// <summary>Writes each state change to the console as a line that a test can wait for.</summary>
    private static async Task WriteStatesAsync(DistributedApplication application)
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
