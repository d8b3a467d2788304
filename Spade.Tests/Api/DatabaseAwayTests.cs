using System.Net;
using System.Text.Json;
using Spade.Tests.Infrastructure;
using Spade.Tests.Infrastructure.Otlp;
using Spade.Tests.Services;

namespace Spade.Tests.Api;

public sealed class DatabaseAwayTests
{
    private const string SomeId = "00000000000000000000000000000000000000000000000000000000000000ff";

    [Fact]
    public async Task Every_endpoint_answers_503_at_once_while_the_database_is_away_and_recovers_by_itself()
    {
        var postgres = new TestPostgres();
        await postgres.InitializeAsync();
        try
        {
            await using var app = await ApiProcess.StartReadyAsync(await postgres.CreateMigratedDatabaseAsync() + ";Timeout=60");
            var scan = Scans.Pdf();
            var id = await app.Client.UploadedIdAsync(scan);
            var waiting = app.Client.GetAsync(new Uri($"/documents/{id}?wait=60", UriKind.Relative));

            // A fast stop breaks open connections: the first requests get broken ones from the pool.
            await postgres.StopAsync();
            using (var cut = await waiting)
                await AssertUnavailableAsync(cut);
            foreach (var (method, path) in Endpoints)
                await AssertUnavailableAtOnceAsync(app.Client, method, path);

            await postgres.StartAsync();
            await Eventually.HoldsAsync(
                "the API answers again",
                async () => (await app.Client.GetAsync(new Uri("/documents", UriKind.Relative))).IsSuccessStatusCode);
            Assert.Equal(id, await app.Client.UploadedIdAsync(scan));
        }
        finally
        {
            await postgres.DisposeAsync();
        }
    }

    [Fact]
    public async Task Requests_to_a_frozen_database_time_out_with_503_too()
    {
        var postgres = new TestPostgres();
        await postgres.InitializeAsync();
        try
        {
            await using var app = await ApiProcess.StartReadyAsync(await postgres.CreateMigratedDatabaseAsync() + ";Timeout=2");
            var id = await app.Client.UploadedIdAsync(Scans.Pdf());
            using (await FrozenProcesses.OfAsync(postgres))
            {
                // 2 s for the command and twice 2 s for the connection on which Npgsql cancels it (with TLS, then without);
                // the rest is for a busy machine. By default a command may take 30 s.
                await Task.WhenAll(new[] { $"/documents/{id}", "/documents", $"/documents/{id}/text", "/queues" }
                    .Select(path => AssertUnavailableWithinAsync(app.Client, HttpMethod.Get, path, TimeSpan.FromSeconds(25))));
            }

            await Eventually.HoldsAsync(
                "the API answers again",
                async () => (await app.Client.GetAsync(new Uri("/documents", UriKind.Relative))).IsSuccessStatusCode);
        }
        finally
        {
            await postgres.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_log_line_about_a_document_that_cannot_be_read_now_carries_its_id()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var postgres = new TestPostgresScope();
        await postgres.StartAsync();
        await using var system = await SpadeSystem.StartAsync(postgres.Server, collector.Environment);
        await postgres.Server.StopAsync();

        using (var answer = await system.Api.GetAsync(new Uri($"/documents/{SomeId}", UriKind.Relative)))
            await AssertUnavailableAsync(answer);

        await collector.WaitForAsync(c => c.Logs.Any(log => log.Body.StartsWith("Answered 503", StringComparison.Ordinal))
            && c.Spans.Any(span => span.Name == "GET /documents/{id}"));
        var log = collector.Logs.First(log => log.Body.StartsWith("Answered 503", StringComparison.Ordinal));
        var request = collector.Spans.First(span => span.Name == "GET /documents/{id}");
        Assert.Equal((SomeId, request.TraceId), (log.Attributes["spade.document.id"], log.TraceId));
        Assert.Equal((SomeId, 2), (request.Attributes["spade.document.id"], request.StatusCode));
        Assert.NotEmpty(request.Attributes["error.type"]);
        await postgres.Server.StartAsync();
    }

    [Fact]
    public async Task A_read_only_database_makes_the_API_degraded_and_an_upload_is_asked_to_retry()
    {
        await using var postgres = new TestPostgresScope();
        await postgres.StartAsync();
        await using var app = await ApiProcess.StartReadyAsync(await postgres.Server.CreateMigratedDatabaseAsync());
        await Eventually.HoldsAsync("the API is ready", async () => await StatusAsync(app) == "ready");

        await postgres.Server.SetReadOnlyAsync(true);
        await Eventually.HoldsAsync("the API is degraded", async () => await StatusAsync(app) == "degraded");
        using (var upload = await app.Client.PostAsync(new Uri("/documents", UriKind.Relative), new ByteArrayContent(Scans.Pdf())))
            await AssertUnavailableAsync(upload);
        await postgres.Server.SetReadOnlyAsync(false);

        await Eventually.HoldsAsync("the API is ready again", async () => await StatusAsync(app) == "ready");
        Assert.NotEmpty(await app.Client.UploadedIdAsync(Scans.Pdf()));
    }

    [Fact]
    public async Task Before_its_schema_is_in_place_the_API_listens_and_says_that_it_is_starting()
    {
        var postgres = new TestPostgres();
        await postgres.InitializeAsync();
        try
        {
            var database = await postgres.CreateDatabaseAsync();
            await postgres.StopAsync();
            await using var app = await ApiProcess.StartAsync(database);
            using (var early = await app.Client.GetAsync(new Uri("/documents", UriKind.Relative)))
                await early.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, "starting");

            await postgres.StartAsync();
            await Eventually.HoldsAsync(
                "the API is ready",
                async () => (await app.Client.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode);
            Assert.NotEmpty(await app.Client.UploadedIdAsync(Scans.Pdf()));
        }
        finally
        {
            await postgres.DisposeAsync();
        }
    }

    private static IEnumerable<(HttpMethod Method, string Path)> Endpoints =>
    [
        (HttpMethod.Post, "/documents"),
        (HttpMethod.Get, "/documents"),
        (HttpMethod.Get, $"/documents/{SomeId}"),
        (HttpMethod.Get, $"/documents/{SomeId}?wait=30"),
        (HttpMethod.Get, $"/documents/{SomeId}/text"),
        (HttpMethod.Get, $"/documents/{SomeId}/hocr"),
        (HttpMethod.Get, $"/documents/{SomeId}/tsv"),
        (HttpMethod.Get, $"/documents/{SomeId}/file"),
        (HttpMethod.Get, $"/documents/{SomeId}/pages/1"),
        (HttpMethod.Get, $"/documents/{SomeId}/pages/1/image"),
        (HttpMethod.Post, $"/documents/{SomeId}/retry"),
        (HttpMethod.Delete, $"/documents/{SomeId}"),
        (HttpMethod.Get, "/queues"),
        (HttpMethod.Post, "/queues/documents/pause"),
        (HttpMethod.Post, "/queues/documents/resume"),
    ];

    private static async Task<string?> StatusAsync(InProcessApp app)
    {
        // The API answers 503 while it starts.
        using var answer = await app.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        using var health = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return health.RootElement.GetProperty("status").GetString();
    }

    /// <summary>Without waiting: a connection may take 60 s here, and one of the requests asks for a wait of 30 s.</summary>
    private static Task AssertUnavailableAtOnceAsync(HttpClient client, HttpMethod method, string path) =>
        AssertUnavailableWithinAsync(client, method, path, TimeSpan.FromSeconds(20));

    private static async Task AssertUnavailableWithinAsync(HttpClient client, HttpMethod method, string path, TimeSpan limit)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (path == "/documents" && method == HttpMethod.Post)
            request.Content = new ByteArrayContent(Scans.Pdf());
        var started = TimeProvider.System.GetTimestamp();
        using var response = await client.SendAsync(request);
        var took = TimeProvider.System.GetElapsedTime(started);
        await AssertUnavailableAsync(response);
        Assert.True(took < limit, $"{method} {path} took {took}");
    }

    private static async Task AssertUnavailableAsync(HttpResponseMessage response)
    {
        await response.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, "database-unavailable");
        Assert.Equal("2", response.Headers.RetryAfter?.ToString());
    }
}
