#pragma warning disable ASPIREPROBES001 // The tests are about probes.
using System.Globalization;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Processes;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Hosting;

/// <summary>Several processes behind one address.</summary>
public sealed class ReplicaTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Replicas_have_names_and_ports_of_their_own_and_all_serve_at_one_address()
    {
        var builder = TestApplication.Builder(_folder);
        var service = builder.AddTestService("service", _folder.FullPath, replicas: 3);
        await using var application = builder.Build();
        await application.StartAsync();
        await application.HealthyAsync("service");

        var processes = new HashSet<int>();
        for (var i = 0; i < 6; i++)
            processes.Add(await TestServices.AskAsync(service.AddressOf()));

        var replicas = application.ReplicasOf("service");
        Assert.Equal(3, replicas.Count);
        Assert.Equal(replicas.Select(replica => replica.Snapshot.ProcessId!.Value).Order(), processes.Order());
        Assert.All(replicas, replica => Assert.Matches("^service-[a-z]{8}$", replica.ResourceId));
        Assert.All(replicas, replica => Assert.Equal(KnownResourceStates.Running, replica.Snapshot.State?.Text));
        await application.StopAsync();
    }

    [Fact]
    public async Task While_no_replica_is_ready_connections_are_refused()
    {
        _folder.MakeUnready();
        var builder = TestApplication.Builder(_folder);
        var service = builder.AddTestService("service", _folder.FullPath);
        await using var application = builder.Build();
        await application.StartAsync();

        await application.ResourceNotifications.WaitForResourceAsync("service", next => next.Snapshot.HealthReports.Any(
            report => report.Description?.Contains("answers 503", StringComparison.Ordinal) is true)).WaitAsync(TestApplication.Patience);
        await AssertRefusedAsync(service);
        _folder.MakeReady();
        await application.HealthyAsync("service");
        await TestServices.AskAsync(service.AddressOf());

        _folder.MakeUnready();
        await application.ResourceNotifications.WaitForResourceAsync("service", next => next.Snapshot.HealthStatus != Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy)
            .WaitAsync(TestApplication.Patience);
        await AssertRefusedAsync(service);
        await application.StopAsync();
    }

    [Fact]
    public async Task A_replica_that_is_not_ready_any_more_keeps_its_connection_and_new_ones_go_elsewhere()
    {
        var builder = TestApplication.Builder(_folder);
        var service = builder.AddTestService("service", _folder.FullPath, replicas: 2);
        await using var application = builder.Build();
        await application.StartAsync();
        await application.HealthyAsync("service");
        using var old = new HttpClient { BaseAddress = service.AddressOf() };
        var process = int.Parse(await old.GetStringAsync("/"), CultureInfo.InvariantCulture);
        var replica = application.ReplicasOf("service").Single(each => each.Snapshot.ProcessId == process);

        _folder.MakeUnready(process);
        await application.UnreadyAsync(replica.ResourceId);

        for (var i = 0; i < 4; i++)
            Assert.NotEqual(process, await TestServices.AskAsync(service.AddressOf()));
        Assert.Equal(process, int.Parse(await old.GetStringAsync("/"), CultureInfo.InvariantCulture));
        await application.StopAsync();
    }

    [Fact]
    public async Task A_replica_that_is_stopped_gets_no_new_connection_and_answers_on_its_old_ones_until_its_signal()
    {
        var preStop = TimeSpan.FromSeconds(1.5);
        var builder = TestApplication.Builder(_folder);
        var service = builder.AddTestService("service", _folder.FullPath, replicas: 2).WithAnnotation(TestStops.Of(preStop, TimeSpan.FromSeconds(20)));
        await using var application = builder.Build();
        await application.StartAsync();
        await application.HealthyAsync("service");
        using var kept = new HttpClient { BaseAddress = service.AddressOf() };
        var process = int.Parse(await kept.GetStringAsync("/"), CultureInfo.InvariantCulture);
        var replica = application.ReplicasOf("service").Single(each => each.Snapshot.ProcessId == process).ResourceId;
        var before = TimeProvider.System.GetUtcNow();

        var stopping = application.ResourceCommands.ExecuteCommandAsync(replica, "stop");
        await application.InStateAsync(replica, KnownResourceStates.Stopping);

        var answers = new List<int>();
        for (var i = 0; i < 6; i++)
            answers.Add(await TestServices.AskAsync(service.AddressOf()));
        Assert.Equal(process, int.Parse(await kept.GetStringAsync("/"), CultureInfo.InvariantCulture));
        var after = TimeProvider.System.GetUtcNow();
        Assert.DoesNotContain(process, answers);
        Assert.Equal(KnownResourceStates.Stopping, application.StateOf(replica));
        kept.Dispose();
        Assert.True((await stopping.WaitAsync(TestApplication.Patience)).Success);
        var stop = application.ReplicasOf("service").Single(each => each.ResourceId == replica).Snapshot.Stop!;
        Assert.InRange(stop.Began, before, after);
        Assert.True(stop.Signalled >= preStop - TimeSpan.FromMilliseconds(20), $"the signal came after {stop.Signalled}");
        await application.StopAsync();
    }

    [Fact]
    public async Task A_replica_that_ends_by_itself_leaves_the_balancer_and_the_others_run_on()
    {
        var builder = TestApplication.Builder(_folder);
        var service = builder.AddTestService("service", _folder.FullPath, replicas: 2);
        await using var application = builder.Build();
        await application.StartAsync();
        await application.HealthyAsync("service");
        var killed = application.ReplicasOf("service")[0];

        Signals.Send(killed.Snapshot.ProcessId!.Value, Signals.Kill);
        await application.InStateAsync(killed.ResourceId, KnownResourceStates.Exited);

        for (var i = 0; i < 4; i++)
            Assert.NotEqual(killed.Snapshot.ProcessId, await TestServices.AskAsync(service.AddressOf()));
        Assert.Equal(KnownResourceStates.Running, application.StateOf("service"));
        await application.UnreadyAsync("service");
        Assert.True((await application.ResourceCommands.ExecuteCommandAsync("service", "start")).Success);
        await application.HealthyAsync("service");
        await application.StopAsync();
    }

    [Fact]
    public async Task A_replica_whose_liveness_fails_is_stopped_as_the_kubelet_does_and_started_anew()
    {
        var builder = TestApplication.Builder(_folder);
        builder.AddExecutable("service", "sh", "/", "-c", "trap 'exit 0' TERM; echo life; while :; do sleep 0.05; done")
            .WithHttpEndpoint(env: "PORT")
            .WithHttpProbe(ProbeType.Liveness, "/live", initialDelaySeconds: 0, periodSeconds: 1, failureThreshold: 1);
        await using var application = builder.Build();
        await application.StartAsync();

        await application.LineAsync("service", line => line.Contains("is not alive", StringComparison.Ordinal));
        await application.LinesAsync("service", line => line == "life", count: 2);

        await application.StopAsync();
    }

    [Fact]
    public async Task A_replica_whose_probes_cannot_be_asked_is_not_ready_and_says_so()
    {
        var builder = TestApplication.Builder(_folder);
        builder.AddTestService("service", _folder.FullPath)
            .WithHttpProbe(ProbeType.Liveness, "/live", initialDelaySeconds: 0, periodSeconds: 1)
            .WithEndpoint("http", endpoint => endpoint.UriScheme = "gopher");
        await using var application = builder.Build();
        await application.StartAsync();

        await application.LineAsync("service", line => line.Contains("its probes failed", StringComparison.Ordinal));
        await application.ResourceNotifications.WaitForResourceAsync("service", next => next.Snapshot.HealthReports.Any(
            report => report.Description?.Contains("its probes failed", StringComparison.Ordinal) is true)).WaitAsync(TestApplication.Patience);

        await application.StopAsync();
    }

    [Fact]
    public void Only_an_endpoint_that_speaks_HTTP_can_be_probed_over_HTTP()
    {
        var service = TestApplication.Builder(_folder).AddExecutable("service", "sleep", "/", "3600").WithEndpoint(name: "raw");

        var exception = Assert.Throws<DistributedApplicationException>(() => service.WithHttpProbe(ProbeType.Readiness, "/ready", endpointName: "raw"));

        Assert.StartsWith("Endpoint 'raw' of 'service' speaks tcp and cannot be asked over HTTP", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replica_that_has_not_started_is_not_ready_and_is_started_anew_when_it_takes_too_long()
    {
        _folder.Throw("unstarted");
        var builder = TestApplication.Builder(_folder);
        builder.AddTestService("service", _folder.FullPath)
            .WithHttpProbe(ProbeType.Startup, "/started", initialDelaySeconds: 0, periodSeconds: 2, failureThreshold: 3);
        await using var application = builder.Build();
        await application.StartAsync();

        await application.LineAsync("service", line => line.Contains("has not started within 6 s", StringComparison.Ordinal));
        Assert.DoesNotContain(application.ReplicasOf("service"), replica => replica.Snapshot.ResourceReadyEvent is not null);
        File.Delete(Path.Combine(_folder.FullPath, "unstarted"));
        await application.HealthyAsync("service");

        await application.StopAsync();
    }

    [Fact]
    public async Task Ports_that_replicas_cannot_share_are_refused()
    {
        Assert.Contains("cannot be shared by 2 replicas", await StartErrorAsync(service => service.WithHttpEndpoint(targetPort: 5999).WithAnnotation(new ReplicaAnnotation(2))), StringComparison.Ordinal);
        Assert.Contains("cannot be shared by 2 replicas", await StartErrorAsync(service => service.WithHttpEndpoint(isProxied: false).WithAnnotation(new ReplicaAnnotation(2))), StringComparison.Ordinal);
        Assert.Contains("for its balancer and for its process", await StartErrorAsync(service => service.WithHttpEndpoint(port: 5999, targetPort: 5999)), StringComparison.Ordinal);
        Assert.Contains("no proxy between them", await StartErrorAsync(service => service.WithHttpEndpoint(port: 5999, targetPort: 5998, isProxied: false)), StringComparison.Ordinal);
    }

    [Fact]
    public void Fewer_than_one_replica_is_refused()
    {
        var project = TestApplication.Builder(_folder).AddResource(new ProjectResource("service"));

        Assert.Contains("'service' cannot have 0 replicas", Assert.Throws<ArgumentOutOfRangeException>(() => project.WithReplicas(0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Random_ports_replace_the_ones_asked_for()
    {
        using var holder = new TcpListener(System.Net.IPAddress.Loopback, 0);
        holder.Start();
        var taken = ((System.Net.IPEndPoint)holder.LocalEndpoint).Port;
        var builder = TestApplication.Builder(_folder, "--DcpPublisher:RandomizePorts=true");
        var service = builder.AddTestService("service", _folder.FullPath).WithEndpoint("http", endpoint => endpoint.Port = taken);
        await using var application = builder.Build();
        await application.StartAsync();

        await application.HealthyAsync("service");

        Assert.NotEqual(taken, service.AddressOf().Port);
        await TestServices.AskAsync(service.AddressOf());
        await application.StopAsync();
    }

    private async Task<string> StartErrorAsync(Action<IResourceBuilder<ExecutableResource>> describe)
    {
        var builder = TestApplication.Builder(_folder);
        describe(builder.AddExecutable("service", "sleep", "/", "3600"));
        await using var application = builder.Build();
        return (await Assert.ThrowsAsync<DistributedApplicationException>(() => application.StartAsync())).Message;
    }

    private static async Task AssertRefusedAsync(IResourceBuilder<IResourceWithEndpoints> service)
    {
        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => TestServices.AskAsync(service.AddressOf()).DefaultTimeout());
        Assert.Equal(SocketError.ConnectionRefused, Assert.IsType<SocketException>(exception.InnerException).SocketErrorCode);
    }
}
