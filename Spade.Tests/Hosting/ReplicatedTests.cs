using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Hosting;

/// <summary>Several replicas behind one address, and the rolling restart.</summary>
public sealed class ReplicatedTests(ReplicatedFixture fixture) : IClassFixture<ReplicatedFixture>
{
    private const string Rollout = "rolling-restart";
    private const int Megabyte = 1024 * 1024;

    private readonly DistributedApplication _application = fixture.Application;

    [Fact]
    public async Task The_service_is_one_name_for_others_and_its_replicas_are_its_children()
    {
        var client = await _application.WhenAsync("client", update => update.Snapshot.EnvironmentVariables.Length > 0);
        var variables = client.Snapshot.EnvironmentVariables.ToDictionary(variable => variable.Name, variable => variable.Value);
        Assert.Equal(fixture.Address.AbsoluteUri.TrimEnd('/'), variables["services__echo__http__0"]);

        var replica = await _application.WhenAsync("echo-1", update => update.Snapshot.EnvironmentVariables.Length > 0);
        Assert.Contains(replica.Snapshot.Relationships, relationship => relationship is { Type: "Parent", ResourceName: "echo" });
        Assert.Equal("echo", replica.Snapshot.EnvironmentVariables.Single(variable => variable.Name == "OTEL_SERVICE_NAME").Value);
        Assert.DoesNotContain(replica.Snapshot.EnvironmentVariables, variable => variable.Name == "ASPNETCORE_FORWARDEDHEADERS_ENABLED");
        Assert.DoesNotContain(replica.Snapshot.Commands, command => command.Name == "rebuild");
        // The executable itself, not `dotnet run`.
        Assert.EndsWith("/Spade.Tests", replica.PropertyOf("executable.path"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_balancer_passes_what_a_browser_says_of_itself_and_no_forwarding_headers()
    {
        // Other tests in this process listen to activities, so the client must not add trace headers itself.
        using var http = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = fixture.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/headers");
        request.Headers.Host = "scans.example";
        string[] forged = ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", "Forwarded", "X-Real-IP"];
        foreach (var name in forged)
            request.Headers.TryAddWithoutValidation(name, "127.0.0.1");
        // The service rejects other sites and foreign names by these, and has to see them.
        request.Headers.Add("Origin", "https://evil.example");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        request.Headers.TryAddWithoutValidation("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        var answer = await http.SendAsync(request).DefaultTimeout();

        var headers = new Dictionary<string, string>(
            (await answer.Content.ReadFromJsonAsync<Dictionary<string, string>>())!, StringComparer.OrdinalIgnoreCase);
        Assert.Equal(
            ("scans.example", "https://evil.example", "cross-site"), (headers["Host"], headers["Origin"], headers["Sec-Fetch-Site"]));
        Assert.Equal("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", headers["traceparent"]);
        Assert.DoesNotContain(headers.Keys, name => forged.Contains(name, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_hundred_megabytes_stream_through_the_balancer_with_at_most_one_in_flight()
    {
        using var http = new HttpClient { BaseAddress = fixture.Address };
        using var content = new BlockByBlock(blocks: 10, sent => Eventually.HoldsAsync(
            $"{sent} bytes have arrived before more are sent", async () => await ReceivedAsync(http) >= sent));

        using var answer = await http.PostAsync("/upload", content).DefaultTimeout();

        Assert.Equal(content.Size, await answer.Content.ReadFromJsonAsync<long>());
    }

    [Fact]
    public async Task An_event_arrives_before_the_next_one_is_sent()
    {
        using var http = new HttpClient { BaseAddress = fixture.Address };
        using var answer = await http.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead).DefaultTimeout();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());

        for (var number = 1; number <= 3; number++)
        {
            Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"data: {number}"), await reader.ReadLineAsync().DefaultTimeout());
            await reader.ReadLineAsync().DefaultTimeout();
            // Either replica may be the one that sends the events, so release both.
            for (var replica = 0; replica < ReplicatedFixture.Wanted; replica++)
                (await http.PostAsync("/next", null).DefaultTimeout()).EnsureSuccessStatusCode();
        }
    }

    [Fact]
    public async Task A_rolling_restart_replaces_every_process_fails_no_request_and_never_has_too_few_ready()
    {
        var before = await ProcessesAsync();
        using var stop = new CancellationTokenSource();
        var (responses, failures) = (new ConcurrentBag<string>(), new ConcurrentBag<string>());
        var clients = Enumerable.Range(0, 4).Select(_ => AskAsync(responses, failures, stop.Token)).ToList();
        var watch = FewestReadyAsync(stop.Token);

        var result = await _application.CommandAsync("echo", Rollout);
        Assert.True(result.Success, result.Message);
        var second = await _application.CommandAsync("echo", Rollout);
        Assert.True(second.Success, second.Message);

        await stop.CancelAsync();
        await Task.WhenAll(clients);
        Assert.Empty(failures);
        Assert.True(responses.Count > 100, $"Only {responses.Count} requests were made meanwhile.");
        Assert.Equal(ReplicatedFixture.Wanted, await watch);
        var after = await ProcessesAsync();
        Assert.Equal(ReplicatedFixture.Wanted, after.Count);
        Assert.Empty(after.Intersect(before));
        // The replica that stopped last is the next spare, and looks like the first one.
        var states = await Task.WhenAll(((string[])["echo-1", "echo-2", "echo-3"]).Select(name => _application.WhenAsync(name, _ => true)));
        Assert.Single(states, replica => replica.Snapshot.State?.Text == KnownResourceStates.NotStarted);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_reported_in_one_line()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var builder = SmallAppHost.Create();
        builder.AddReplicated<TestServiceProject>("echo", 1, ReplicatedFixture.Configure, port);
        await using var application = builder.Build();

        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => application.StartAsync().DefaultTimeout());

        Assert.StartsWith(
            $"'echo' cannot listen on 127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}: the port is taken.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_run_is_an_error_when_it_is_added()
    {
        Assert.StartsWith("'echo' is to have 0 replicas: ", Problem(0, ReplicatedFixture.Configure, null), StringComparison.Ordinal);
        Assert.StartsWith("'echo' cannot listen on port 70000: ", Problem(1, ReplicatedFixture.Configure, 70000), StringComparison.Ordinal);
        Assert.StartsWith("'echo-1' has no endpoint 'http'", Problem(1, _ => { }, null), StringComparison.Ordinal);

        static string Problem(int replicas, Action<IResourceBuilder<ProjectResource>> configure, int? port) =>
            Assert.Throws<DistributedApplicationException>(
            () => SmallAppHost.Create().AddReplicated<TestServiceProject>("echo", replicas, configure, port)).Message;
    }

    private async Task AskAsync(ConcurrentBag<string> responses, ConcurrentBag<string> failures, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = fixture.Address };
        while (!stop.IsCancellationRequested)
        {
            try
            {
                responses.Add(await http.GetStringAsync("/id", CancellationToken.None).DefaultTimeout());
            }
            catch (Exception exception) when (exception is HttpRequestException or TimeoutException)
            {
                failures.Add(exception.Message);
            }
        }
    }

    private async Task<int> FewestReadyAsync(CancellationToken stop)
    {
        var check = _application.Services.GetRequiredService<HealthCheckService>();
        var fewest = int.MaxValue;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!stop.IsCancellationRequested)
        {
            var report = await check.CheckHealthAsync(registration => registration.Name == "echo-replicas", CancellationToken.None);
            fewest = Math.Min(fewest, int.Parse(report.Entries["echo-replicas"].Description!.Split(' ')[0], CultureInfo.InvariantCulture));
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        return Math.Min(fewest, ReplicatedFixture.Wanted);
    }

    private async Task<HashSet<string>> ProcessesAsync()
    {
        using var http = new HttpClient { BaseAddress = fixture.Address };
        var processes = new HashSet<string>();
        for (var request = 0; request < 8; request++)
            processes.Add(await http.GetStringAsync("/id").DefaultTimeout());
        return processes;
    }

    private static async Task<long> ReceivedAsync(HttpClient http)
    {
        var most = 0L;
        for (var replica = 0; replica < ReplicatedFixture.Wanted; replica++)
            most = Math.Max(most, await http.GetFromJsonAsync<long>("/received").DefaultTimeout());
        return most;
    }

    /// <summary>A body that sends each block only when all but a megabyte of the previous ones has arrived.</summary>
    private sealed class BlockByBlock(int blocks, Func<long, Task> arrived) : HttpContent
    {
        private readonly byte[] _block = new byte[10 * Megabyte];

        internal long Size => (long)blocks * _block.Length;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var number = 1; number <= blocks; number++)
            {
                await stream.WriteAsync(_block);
                await arrived((long)number * _block.Length - Megabyte);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = Size;
            return true;
        }
    }
}
