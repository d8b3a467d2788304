using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Spade.Documents.Documents;
using Spade.Documents.Tenants;
using Spade.Jobs.Handlers;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;

namespace Spade.Tests.Api;

/// <summary>The progress of a document as server-sent events.</summary>
public sealed class EventStreamTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task A_reader_is_told_of_each_page_and_each_status_and_then_the_stream_ends()
    {
        var (id, worker) = await UploadAsync();
        var reader = new EventReader(api.Client, id);
        var reading = reader.ReadStreamAsync();
        await worker.StartAsync(pages: 2);
        await worker.FinishPageAsync(2, "second");
        // An event comes when it happens, and not at the end.
        await Eventually.HoldsAsync("a page is told", () => Task.FromResult(reader.Events.Count == 2));
        await worker.FailPageAsync(1, "corrupt", "Page 1 is damaged and cannot be read.");
        await worker.CompleteAsync();
        await reading.DefaultTimeout();

        Assert.Equal([1L, 2L, 3L, 4L], reader.Events.Select(item => item.Id));
        Assert.Equal(["status running", "page 2 done", "page 1 failed", "status completed"], reader.Events.Select(item => item.ToString()));
        Assert.Equal("corrupt", reader.Events[2].Data.GetProperty("error").Text("type"));
        Assert.Equal(1, reader.Events[3].Data.GetProperty("pagesFailed").GetInt32());
        Assert.Empty(reader.Retries);
    }

    [Fact]
    public async Task A_stream_is_not_stored_by_caches_or_collected_by_proxies()
    {
        var (id, worker) = await UploadAsync();
        await worker.FailAsync(new JobError("no-pages", "The PDF has no pages."));
        using var response = await GetAsync(id);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.ToString());
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.Equal("no", Assert.Single(response.Headers.GetValues("X-Accel-Buffering")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reader_continues_after_the_last_event_it_has_and_there_is_nothing_after_the_end(bool inHeader)
    {
        var (id, worker) = await UploadAsync();
        await worker.StartAsync(pages: 1);
        await worker.FinishPageAsync(1, "text");
        await worker.CompleteAsync();

        using var rest = inHeader ? await GetAsync(id, header: "2") : await GetAsync(id, query: "?lastEventId=2");
        var lines = (await rest.Content.ReadAsStringAsync()).Split('\n');
        Assert.Equal(["id: 3", "event: status"], lines[..2]);
        Assert.Equal(5, lines.Length);
        using var nothing = inHeader ? await GetAsync(id, header: "3") : await GetAsync(id, query: "?lastEventId=3");
        Assert.Equal(HttpStatusCode.NoContent, nothing.StatusCode);
    }

    [Fact]
    public async Task A_document_that_was_removed_and_uploaded_again_is_told_from_its_beginning()
    {
        var (id, worker) = await UploadAsync();
        await worker.StartAsync(pages: 1);
        using var response = await GetAsync(id, header: "7000");
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("id: 1", await lines.ReadLineAsync().DefaultTimeout());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    public async Task An_id_that_no_event_can_have_is_refused(string last)
    {
        var (id, _) = await UploadAsync();
        using var header = await GetAsync(id, header: last);
        Assert.StartsWith(
            $"Last-Event-ID is '{last}'; it must be", await header.AssertProblemAsync(HttpStatusCode.BadRequest, "invalid-parameter"),
            StringComparison.Ordinal);
        using var query = await GetAsync(id, query: $"?lastEventId={last}");
        Assert.StartsWith(
            $"lastEventId is '{last}'; it must be", await query.AssertProblemAsync(HttpStatusCode.BadRequest, "invalid-parameter"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("x")]
    public async Task A_document_that_does_not_exist_has_no_events(string id)
    {
        using var response = await GetAsync(id);
        await response.AssertProblemAsync(HttpStatusCode.NotFound, "document-not-found");
    }

    [Fact]
    public async Task A_cancelled_document_ends_its_stream()
    {
        var (id, _) = await UploadAsync();
        var reader = new EventReader(api.Client, id);
        var reading = reader.ReadStreamAsync();
        await Eventually.HoldsAsync("the stream is open", () => Task.FromResult(reader.Streams == 1));
        using (await api.Client.DeleteAsync(new Uri($"/documents/{id}", UriKind.Relative)))
            await reading.DefaultTimeout();
        Assert.Equal(["status cancelled"], reader.Events.Select(item => item.ToString()));
    }

    [Fact]
    public async Task A_document_that_starts_again_tells_its_new_run_after_the_old_one()
    {
        var scan = Scans.Pdf();
        var id = await api.Client.UploadedIdAsync(scan);
        var worker = new DocumentWorker(api.Services, id);
        await worker.StartAsync(pages: 1);
        await worker.FailAsync(new JobError("worker-storage", "The worker could not keep its temporary files."));
        using (await api.Client.UploadAsync(scan))
            await worker.StartAsync(pages: 1);
        var reader = new EventReader(api.Client, id);
        var reading = reader.ReadStreamAsync();
        await Eventually.HoldsAsync("the second run is told", () => Task.FromResult(reader.Events.Count == 4));
        Assert.False(reading.IsCompleted);
        await worker.FinishPageAsync(1, "text");
        await worker.CompleteAsync();
        await reading.DefaultTimeout();
        Assert.Equal(
            ["status running", "status failed", "status queued", "status running", "page 1 done", "status completed"],
            reader.Events.Select(item => item.ToString()));
    }

    [Fact]
    public async Task A_document_that_was_left_behind_ends_its_stream_with_what_is_known()
    {
        var (id, worker) = await UploadAsync();
        await worker.StartAsync(pages: 1);
        await using (var fail = api.Database.CreateCommand(
            """
            UPDATE jobs SET state = 'failed', node_id = NULL, finished_at = now(), error_type = 'broken', error_message = 'It broke.'
            WHERE id = (SELECT job_id FROM documents WHERE id = $1)
            """))
        {
            fail.Parameters.Add(new() { Value = id });
            await fail.ExecuteNonQueryAsync();
        }

        var reader = new EventReader(api.Client, id);
        await reader.ReadStreamAsync().DefaultTimeout();
        Assert.Equal(["status running", "status failed"], reader.Events.Select(item => item.ToString()));
        Assert.Null(reader.Events[1].Id);
        Assert.Equal("It broke.", reader.Events[1].Data.GetProperty("error").Text("message"));
        Assert.Equal(JsonValueKind.Number, reader.Events[1].Data.GetProperty("pagesTotal").ValueKind);
    }

    [Fact]
    public async Task A_silent_stream_sends_comments_holds_no_connection_and_ends_with_a_hint_when_the_API_stops()
    {
        var postgres = await SharedPostgres.GetAsync();
        var app = await ApiProcess.StartReadyAsync(
            await postgres.CreateMigratedDatabaseAsync(), "Limits:EventKeepAlive=00:00:01");
        var id = await app.Client.UploadedIdAsync(Scans.Pdf());
        // Twice as many as the pool has connections.
        var readers = Enumerable.Range(0, 40).Select(_ => new EventReader(app.Client, id)).ToList();
        var reading = readers.Select(reader => reader.ReadStreamAsync()).ToList();
        await Eventually.HoldsAsync("each got comments", () => Task.FromResult(readers.All(reader => reader.Comments >= 2)));
        Assert.Equal("queued", (await app.Client.GetDocumentAsync(id)).Text("status"));

        app.Stop();
        await Task.WhenAll(reading).DefaultTimeout();
        Assert.All(readers, reader => Assert.Equal(["1000"], reader.Retries));
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Only_a_document_that_failed_was_cancelled_or_lacks_pages_starts_again_and_only_once()
    {
        var (id, worker) = await UploadAsync();
        Assert.IsType<RetriedDocument.NotEnded>(await RetryAsync(id));
        await worker.StartAsync(pages: 2);
        await worker.FailAsync(new JobError("worker-storage", "The worker could not keep its temporary files."));
        Assert.IsType<RetriedDocument.Started>(await RetryAsync(id));
        Assert.IsType<RetriedDocument.NotEnded>(await RetryAsync(id));
        await worker.StartAsync(pages: 2);
        await worker.FinishPageAsync(1, "text");
        await worker.FailPageAsync(2, "page-crashed", "Recognition of page 2 broke down.");
        await worker.CompleteAsync();
        Assert.IsType<RetriedDocument.Started>(await RetryAsync(id));
        await worker.StartAsync(pages: 2);
        await worker.FinishPageAsync(2, "text");
        await worker.CompleteAsync();
        Assert.IsType<RetriedDocument.NothingToRetry>(await RetryAsync(id));
        Assert.IsType<RetriedDocument.Unknown>(await RetryAsync(new string('0', 64)));
    }

    private async Task<RetriedDocument> RetryAsync(string id)
    {
        await using var scope = api.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Set(TenantName.Default, seesAll: false);
        return await scope.ServiceProvider.GetRequiredService<DocumentStore>().RetryAsync(id, CancellationToken.None);
    }

    private async Task<(string Id, DocumentWorker Worker)> UploadAsync()
    {
        var id = await api.Client.UploadedIdAsync(Scans.Pdf());
        return (id, new DocumentWorker(api.Services, id));
    }

    private async Task<HttpResponseMessage> GetAsync(string id, string? header = null, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/documents/{id}/events{query}");
        if (header is not null)
            request.Headers.Add("Last-Event-ID", header);
        return await api.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
