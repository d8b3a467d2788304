using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run;
using Aspire.Hosting.Run.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Spade.Tests.Hosting;

/// <summary>Starting, watching and stopping processes.</summary>
public sealed class RunModeTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_resource_starts_only_when_what_it_waits_for_is_healthy()
    {
        var isHealthy = false;
        var builder = TestApplication.Builder(_folder);
        builder.Services.AddHealthChecks().AddCheck("switch", () => isHealthy ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("switched off"));
        var first = builder.AddExecutable("first", "sleep", "/", "3600").WithHealthCheck("switch");
        builder.AddExecutable("second", "sleep", "/", "3600").WaitFor(first);
        builder.AddExecutable("third", "sleep", "/", "3600").WaitForStart(first);
        await using var application = builder.Build();
        await application.StartAsync();

        await application.InStateAsync("third", KnownResourceStates.Running);
        await application.InStateAsync("second", KnownResourceStates.Waiting);
        await application.ResourceNotifications.WaitForResourceAsync("first", next => next.Snapshot.HealthReports.Any(report => report.Description == "switched off"))
            .WaitAsync(TestApplication.Patience);
        Assert.Equal(KnownResourceStates.Waiting, application.StateOf("second"));
        isHealthy = true;
        await application.HealthyAsync("second");

        await application.StopAsync();
    }

    [Fact]
    public async Task A_resource_that_waits_for_completion_starts_when_the_other_ended_well()
    {
        var builder = TestApplication.Builder(_folder);
        var good = builder.AddExecutable("good", "true", "/");
        var bad = builder.AddExecutable("bad", "sh", "/", "-c", "exit 7");
        builder.AddExecutable("after-good", "sleep", "/", "3600").WaitForCompletion(good);
        builder.AddExecutable("after-bad", "sleep", "/", "3600").WaitForCompletion(bad);
        await using var application = builder.Build();
        await application.StartAsync();

        await application.InStateAsync("after-good", KnownResourceStates.Running);
        await application.InStateAsync("after-bad", KnownResourceStates.FailedToStart);

        await application.StopAsync();
    }

    [Fact]
    public async Task A_process_that_dies_is_reported_and_the_others_run_on()
    {
        var builder = TestApplication.Builder(_folder);
        builder.AddExecutable("mortal", "sh", "/", "-c", "kill -TERM $$");
        builder.AddExecutable("other", "sleep", "/", "3600");
        await using var application = builder.Build();
        await application.StartAsync();

        await application.InStateAsync("mortal", KnownResourceStates.Exited);
        await application.HealthyAsync("other");

        application.ResourceNotifications.TryGetCurrentState("mortal", out var mortal);
        Assert.Equal(128 + 15, mortal!.Snapshot.ExitCode);
        Assert.False(application.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
        await application.StopAsync();
    }

    [Fact]
    public async Task Children_that_a_dead_process_left_in_its_session_are_killed()
    {
        var builder = TestApplication.Builder(_folder);
        builder.AddExecutable("parent", "sh", "/", "-c", "sleep 3600 & echo child $!; exit 1");
        await using var application = builder.Build();
        await application.StartAsync();

        await application.InStateAsync("parent", KnownResourceStates.Exited);

        var line = await FirstLineAsync(application, "parent", "child ");
        Assert.True(ProcessStat.Read(int.Parse(line.Split(' ')[1])) is null or { HasEnded: true });
        await application.StopAsync();
    }

    [Fact]
    public async Task A_process_that_does_not_stop_in_time_is_killed()
    {
        var builder = TestApplication.Builder(_folder);
        builder.AddExecutable("stubborn", "sh", "/", "-c", "trap '' INT; echo deaf; while :; do sleep 3600; done")
            .WithAnnotation(TestStops.Of(preStop: TimeSpan.Zero, gracePeriod: TimeSpan.FromMilliseconds(200)));
        await using var application = builder.Build();
        await application.StartAsync();
        await FirstLineAsync(application, "stubborn", "deaf");

        await application.StopAsync().WaitAsync(TestApplication.Patience);

        application.ResourceNotifications.TryGetCurrentState("stubborn", out var stubborn);
        Assert.Equal(128 + 9, stubborn!.Snapshot.ExitCode);
    }

    [Fact]
    public async Task A_taken_port_is_named_with_its_holder_and_the_setting_that_chooses_another()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;
        var builder = TestApplication.Builder(_folder, "--Api:Port", $"{port}");
        builder.AddExecutable("api", "sleep", "/", "3600").WithHttpEndpoint(port: port);
        await using var application = builder.Build();

        var exception = await Assert.ThrowsAsync<DistributedApplicationException>(() => application.StartAsync());

        Assert.Contains($"Port {port}, which endpoint 'http' of 'api' needs", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"(process {Environment.ProcessId})", exception.Message, StringComparison.Ordinal);
        Assert.Contains("--Api:Port <port>", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public async Task A_missing_program_ends_the_run_and_is_named()
    {
        var builder = TestApplication.Builder(_folder);
        builder.AddExecutable("service", "no-such-program", "/");
        await using var application = builder.Build();
        await application.StartAsync();

        await application.InStateAsync("service", KnownResourceStates.FailedToStart);

        Assert.Contains("no program 'no-such-program'", application.Services.GetRequiredService<RunFailure>().Exception!.Message, StringComparison.Ordinal);
        await application.StopAsync();
    }

    [Fact]
    public async Task Events_come_in_order_and_a_ready_callback_holds_back_those_that_wait()
    {
        var events = new List<string>();
        var release = new TaskCompletionSource();
        var builder = TestApplication.Builder(_folder);
        var first = builder.AddExecutable("first", "sleep", "/", "3600").WithHttpEndpoint(isProxied: false)
            .OnResourceEndpointsAllocated((_, _, _) => Note("allocated"))
            .OnBeforeResourceStarted((_, _, _) => Note("starting"))
            .OnResourceReady((_, _, _) => Task.WhenAll(Note("ready"), release.Task))
            .OnResourceStopped((_, _, _) => Note("stopped"));
        builder.AddExecutable("second", "sleep", "/", "3600").WaitFor(first);
        await using var application = builder.Build();
        await application.StartAsync();

        await application.ResourceNotifications.WaitForResourceAsync("first", next => next.Snapshot.ResourceReadyEvent is not null).WaitAsync(TestApplication.Patience);
        // Resources start side by side: this one may not have come to its wait yet.
        await application.InStateAsync("second", KnownResourceStates.Waiting);
        Assert.Equal(KnownResourceStates.Waiting, application.StateOf("second"));
        release.SetResult();
        await application.HealthyAsync("second");
        await application.StopAsync();

        Assert.Equal(["allocated", "starting", "ready", "stopped"], events);

        Task Note(string name)
        {
            events.Add(name);
            return Task.CompletedTask;
        }
    }

    private static async Task<string> FirstLineAsync(DistributedApplication application, string resource, string start)
    {
        using var limit = new CancellationTokenSource(TestApplication.Patience);
        await foreach (var batch in application.Services.GetRequiredService<ResourceLoggerService>().WatchAsync(resource).WithCancellation(limit.Token))
        {
            if (batch.FirstOrDefault(line => line.Content.StartsWith(start, StringComparison.Ordinal)) is { Content: { } content })
                return content;
        }

        throw new InvalidOperationException("The log ended.");
    }
}
