using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Spade.Rehearsal.Machine;

namespace Spade.Tests.Hosting;

/// <summary>A small AppHost with a service of two replicas behind a balancer, shared by several tests.</summary>
public sealed class ReplicatedFixture : IAsyncLifetime
{
    internal const int Wanted = 2;

    internal int Port { get; } = FreePort.Take();

    internal Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}"));

    internal DistributedApplication Application { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var builder = SmallAppHost.Create();
        var service = builder.AddReplicated<TestServiceProject>("echo", Wanted, Configure, Port);
        builder.AddExecutable("client", "sh", "/", "-c", "while :; do sleep 1; done").WithReference(service).WaitFor(service);
        Application = builder.Build();
        await Application.StartAsync();
        await Application.ResourceNotifications.WaitForResourceHealthyAsync("client").WaitAsync(TimeSpan.FromSeconds(180));
    }

    public async Task DisposeAsync()
    {
        await Application.StopAsync();
        await Application.DisposeAsync();
    }

#pragma warning disable ASPIREPROBES001 // Aspire marks probes as experimental.
    internal static void Configure(IResourceBuilder<ProjectResource> replica) => replica
        .WithHttpEndpoint()
        .WithEnvironment(TestService.Variable, "1")
        .WithHttpProbe(ProbeType.Readiness, "/ready", initialDelaySeconds: 0, periodSeconds: 1, failureThreshold: 1, endpointName: "http")
        .WithGracefulShutdown(SmallAppHost.Budget(grace: 20, preStop: 1));
#pragma warning restore ASPIREPROBES001
}
