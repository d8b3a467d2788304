using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Spade.Tests.Api;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;

namespace Spade.Tests.Hosting;

/// <summary>What a developer gets from the AppHost.</summary>
public sealed class SpadeAppHostTests(SpadeAppHostTests.Fixture fixture) : IClassFixture<SpadeAppHostTests.Fixture>
{
    private readonly DistributedApplication _application = fixture.Application;

    [Fact]
    public async Task A_scan_is_uploaded_through_the_balancer_and_its_text_is_returned()
    {
        using var http = _application.CreateHttpClient("spade-api", "http");
        await using var file = File.OpenRead(Repository.PathOf("samples", "three-pages.pdf"));
        using var upload = await http.PostAsync(
            "/documents", new MultipartFormDataContent { { new StreamContent(file), "file", "three-pages.pdf" } }).DefaultTimeout();
        Assert.Equal(HttpStatusCode.Accepted, upload.StatusCode);

        var document = await http.GetFromJsonAsync<JsonObject>($"{upload.Headers.Location}?wait=60").DefaultTimeout();

        Assert.Equal("completed", (string?)document!["status"]);
        Assert.Contains('\f', await http.GetStringAsync($"{upload.Headers.Location}/text").DefaultTimeout());
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/documents").DefaultTimeout()).StatusCode);
    }

    [Fact]
    public async Task Other_sites_and_foreign_names_are_rejected_behind_the_balancer_too()
    {
        using var http = _application.CreateHttpClient("spade-api", "http");
        using var foreign = await http.GetAsync("/documents", ("Host", "rebind.example"));
        await foreign.AssertProblemAsync(HttpStatusCode.Forbidden, "foreign-host");
        using var pause = await http.SendAsync(HttpMethod.Post, "/queues/documents/pause", ("Sec-Fetch-Site", "cross-site"));
        await pause.AssertProblemAsync(HttpStatusCode.Forbidden, "cross-site");
    }

    [Fact]
    public async Task Events_stream_through_the_balancer_and_continue_across_a_rolling_restart()
    {
        using var http = _application.CreateHttpClient("spade-api", "http");
        Assert.True((await _application.CommandAsync("spade-api", "pause-queue")).Success);
        await using var file = File.OpenRead(Repository.PathOf("samples", "three-pages.pdf"));
        using var upload = await http.PostAsync("/documents?pages=1-2", new StreamContent(file)).DefaultTimeout();
        var id = upload.Headers.Location!.OriginalString.Split('/')[^1];
        var reader = new EventReader(http, id);
        var following = reader.FollowAsync();
        await Eventually.HoldsAsync("the stream is open", () => Task.FromResult(reader.Streams == 1));

        Assert.True((await _application.CommandAsync("spade-api", "rolling-restart")).Success);
        Assert.True((await _application.CommandAsync("spade-api", "resume-queue")).Success);
        await following.WaitAsync(TimeSpan.FromMinutes(2));

        Assert.Equal([1L, 2L, 3L, 4L], reader.Events.Select(item => item.Id));
        Assert.Equal("status completed", reader.Events[^1].ToString());
        Assert.InRange(reader.Retries.Count, 1, int.MaxValue);
        Assert.Empty(reader.Failures);
    }

    [Fact]
    public async Task The_dashboard_shows_links_commands_and_grace_periods()
    {
        var api = (await _application.WhenAsync("spade-api", update => !update.Snapshot.Urls.IsEmpty)).Snapshot;
        Assert.Equal(
            ["documents", "health", "openapi", "page"],
            api.Urls.Where(url => !url.IsInactive).Select(url => url.DisplayProperties.DisplayName).Order());
        Assert.Equal(["pause-queue", "resume-queue", "rolling-restart"], api.Commands.Select(command => command.Name).Order());
        // Another test may have restarted PostgreSQL: then each replica answers 503 to the first request on a broken connection.
        using var http = new HttpClient();
        foreach (var url in api.Urls)
        {
            await Eventually.HoldsAsync(
                $"{url.Url} answers", async () => (await http.GetAsync(url.Url).DefaultTimeout()).IsSuccessStatusCode);
        }

        var worker = await _application.WhenAsync("spade-worker-1", update => update.PropertyOf("grace period") is not null);
        Assert.Equal("125 s", worker.PropertyOf("grace period"));
        Assert.Equal(
            "35 s",
            (await _application.WhenAsync("spade-api-1", update => update.PropertyOf("grace period") is not null))
                .PropertyOf("grace period"));
        Assert.Equal(["restart", "start", "stop"], worker.Snapshot.Commands.Select(command => command.Name).Order());
        Assert.Equal(KnownResourceStates.NotStarted, (await _application.WhenAsync("spade-worker-3", _ => true)).Snapshot.State?.Text);
    }

    [Theory]
    [InlineData("spade-api-1")]
    [InlineData("spade-worker-1")]
    public async Task Traces_do_not_show_what_queries_hold(string resource)
    {
        var environment = (await _application.WhenAsync(resource, update => !update.Snapshot.EnvironmentVariables.IsEmpty))
            .Snapshot.EnvironmentVariables.ToDictionary(variable => variable.Name, variable => variable.Value);
        Assert.Equal("false", environment["OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION"]);
        Assert.Equal("false", environment["OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION"]);
    }

    [Fact]
    public async Task The_queue_is_paused_and_resumed_by_command()
    {
        Assert.True((await _application.CommandAsync("spade-api", "pause-queue")).Success);
        Assert.True(await IsPausedAsync());

        Assert.True((await _application.CommandAsync("spade-api", "resume-queue")).Success);
        Assert.False(await IsPausedAsync());
    }

    [Fact]
    public async Task PostgreSQL_is_restarted_by_command_and_that_is_no_crash()
    {
        var before = (await _application.WhenAsync("postgres", update => update.PropertyOf("executable.pid") is not null))
            .PropertyOf("executable.pid");
        using var stop = new CancellationTokenSource();
        var crash = _application.ResourceNotifications.WaitForResourceAsync("postgres", KnownResourceStates.Exited, stop.Token);

        Assert.True((await _application.CommandAsync("postgres", KnownResourceCommands.RestartCommand)).Success);

        await _application.WhenAsync(
            "postgres",
            update => update.Snapshot.State?.Text == KnownResourceStates.Running && update.PropertyOf("executable.pid") != before);
        Assert.False(crash.IsCompleted);
        await stop.CancelAsync();
        // The services reconnect without a restart. The first requests on a broken connection are answered with 503.
        using var http = _application.CreateHttpClient("spade-api", "http");
        // Each broken connection in a replica's pool costs one request. Enough requests side by side use every one of them.
        await Eventually.HoldsAsync("no replica has a broken connection", async () =>
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => http.GetAsync("/documents").DefaultTimeout()));
            return answers.All(answer => answer.IsSuccessStatusCode);
        });
    }

    [Fact]
    public async Task A_replica_gets_its_budget_and_does_not_trust_forwarded_headers()
    {
        var variables = (await _application.WhenAsync("spade-worker-1", update => update.Snapshot.EnvironmentVariables.Length > 0))
            .Snapshot.EnvironmentVariables.ToDictionary(variable => variable.Name, variable => variable.Value);

        Assert.Equal("110", variables["Shutdown__InFlight"]);
        Assert.Equal("125", variables["Shutdown__GracePeriod"]);
        Assert.Equal("spade-worker", variables["OTEL_SERVICE_NAME"]);
        Assert.DoesNotContain("ASPNETCORE_FORWARDEDHEADERS_ENABLED", variables.Keys);
        // Tests run without a dashboard, so there is no collector.
        Assert.DoesNotContain("OTEL_EXPORTER_OTLP_ENDPOINT", variables.Keys);
        // In a run the worker uses the number of cores.
        Assert.DoesNotContain("Ocr__PagesAtOnce", variables.Keys);
    }

    [Fact]
    public async Task A_budget_that_does_not_add_up_is_an_error_with_the_numbers()
    {
        using var folder = new TestFolder();

        var error = await Assert.ThrowsAnyAsync<Exception>(
            () => SpadeAppHost.CreateAsync(folder, default, "--spade-worker:Shutdown:InFlight=50"));

        Assert.Contains("'spade-worker', configuration spade-worker:Shutdown", error.ToString(), StringComparison.Ordinal);
        // 100 s is the time limit of a page.
        Assert.Matches("50.*100", error.ToString());
    }

    private async Task<bool> IsPausedAsync()
    {
        using var http = _application.CreateHttpClient("spade-api", "http");
        var answer = await http.GetFromJsonAsync<JsonObject>("/queues").DefaultTimeout();
        return (bool)answer!["queues"]!.AsArray().Single(queue => (string?)queue!["name"] == "documents")!["paused"]!;
    }

    public sealed class Fixture : IAsyncLifetime, IDisposable
    {
        private readonly TestFolder _folder = new();
        private IDistributedApplicationTestingBuilder? _builder;

        public DistributedApplication Application { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            _builder = await SpadeAppHost.CreateAsync(_folder);
            Application = await _builder.BuildAsync();
            await Application.UntilHealthyAsync();
        }

        public async Task DisposeAsync()
        {
            await Application.StopAsync();
            await Application.DisposeAsync();
            await _builder!.DisposeAsync();
        }

        public void Dispose() => _folder.Dispose();
    }
}
