using System.Net;
using System.Text.Json;
using Npgsql;
using Spade.Jobs.Handlers;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Api;

public sealed class DocumentLifeTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Progress_is_seen_page_by_page()
    {
        var (id, worker) = await UploadAsync();
        await worker.StartAsync(pages: 2);
        await worker.FinishPageAsync(2, "second");

        var running = await api.Client.GetDocumentAsync(id);
        Assert.Equal("running", running.Text("status"));
        Assert.Equal(1, running.GetProperty("pagesDone").GetInt32());
        Assert.Equal(2, running.GetProperty("pagesTotal").GetInt32());
        Assert.NotEqual(JsonValueKind.Null, running.GetProperty("startedAt").ValueKind);

        await worker.FinishPageAsync(1, "first");
        await worker.CompleteAsync();
        var completed = await api.Client.GetDocumentAsync(id);
        Assert.Equal("completed", completed.Text("status"));
        Assert.NotEqual(JsonValueKind.Null, completed.GetProperty("completedAt").ValueKind);
    }

    [Fact]
    public async Task A_document_names_its_options_and_the_addresses_of_its_outputs()
    {
        var id = await api.Client.UploadedIdAsync(Scans.Pdf(), "?pages=2,1&dpi=200");
        var document = await api.Client.GetDocumentAsync(id);
        Assert.Equal(
            ("1-2", 200, "ocr"), (document.Text("pages"), document.GetProperty("dpi").GetInt32(), document.Text("text")));
        Assert.Equal(
            ["self", "text", "hocr", "tsv", "pdf", "file", "events"],
            document.GetProperty("links").EnumerateObject().Select(link => link.Name));
        Assert.Equal($"/documents/{id}/hocr", document.GetProperty("links").Text("hocr"));
    }

    [Fact]
    public async Task Finished_pages_are_readable_in_order_while_the_rest_runs()
    {
        var (id, worker) = await UploadAsync();
        using (var before = await TextAsync(id))
        {
            Assert.Equal("", await before.Content.ReadAsStringAsync());
            Assert.Equal("0", Header(before, "Spade-Pages-Done"));
        }

        await worker.StartAsync(pages: 3);
        await worker.FinishPageAsync(3, "drei");
        await worker.FinishPageAsync(1, "eins: Grüße");
        using (var meanwhile = await TextAsync(id))
        {
            Assert.Equal("text/plain; charset=utf-8", meanwhile.Content.Headers.ContentType?.ToString());
            Assert.Equal("eins: Grüße\fdrei", await meanwhile.Content.ReadAsStringAsync());
            Assert.Equal(
                ("2", "3", "running"),
                (Header(meanwhile, "Spade-Pages-Done"), Header(meanwhile, "Spade-Pages-Total"), Header(meanwhile, "Spade-Status")));
        }

        await worker.FinishPageAsync(2, "zwei");
        await worker.CompleteAsync();
        using var after = await TextAsync(id);
        Assert.Equal("eins: Grüße\fzwei\fdrei", await after.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_text_of_many_batches_arrives_complete()
    {
        var (id, worker) = await UploadAsync();
        var pages = Enumerable.Range(1, 45).Select(number => $"page {number}").ToList();
        await worker.StartAsync(pages.Count);
        foreach (var (page, index) in pages.Select((page, index) => (page, index)))
            await worker.FinishPageAsync(index + 1, page);

        using var response = await TextAsync(id);
        Assert.Equal(string.Join('\f', pages), await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Between_two_workers_a_document_is_queued_again_and_counts_the_interruption()
    {
        var (id, worker) = await UploadAsync();
        await worker.StartAsync(pages: 2);
        await worker.ReleaseAsync();

        var document = await api.Client.GetDocumentAsync(id);
        Assert.Equal("queued", document.Text("status"));
        Assert.Equal(1, document.GetProperty("interruptions").GetInt32());
        Assert.Equal(0, document.GetProperty("attempt").GetInt32());
        Assert.Contains(id, await IdsAsync("?status=queued&limit=200"));
        Assert.DoesNotContain(id, await IdsAsync("?status=running&limit=200"));
    }

    [Fact]
    public async Task Waiting_ends_when_the_document_does()
    {
        var (id, worker) = await UploadAsync();
        await worker.StartAsync(pages: 1);
        var waiting = api.Client.GetDocumentAsync(id, "?wait=60");
        await worker.FinishPageAsync(1, "text");
        Assert.False(waiting.IsCompleted);

        await worker.CompleteAsync();
        // Far below the 60 s of the request: a notification or the next poll a second later ends the wait.
        var document = await waiting.WaitAsync(TimeSpan.FromSeconds(40));
        Assert.Equal("completed", document.Text("status"));
    }

    [Fact]
    public async Task A_document_whose_removal_takes_seconds_is_removed()
    {
        var (id, worker) = await UploadAsync();
        await worker.StartAsync(pages: 1);
        await worker.FinishPageAsync(1, "text");
        await worker.CompleteAsync();
        await using var connection = await api.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand("SELECT FROM pages WHERE document_id = $1 FOR UPDATE", connection, transaction)
        {
            Parameters = { new() { Value = id } },
        };
        await hold.ExecuteNonQueryAsync();

        var removal = api.Client.DeleteAsync(new Uri($"/documents/{id}", UriKind.Relative));
        await using var slow = api.Database.CreateCommand(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock' AND query_start < clock_timestamp() - interval '3 seconds'
            """);
        await Eventually.HoldsAsync(
            "the removal has taken longer than other statements may", async () => (long)(await slow.ExecuteScalarAsync())! > 0);
        await transaction.CommitAsync();
        using var removed = await removal;
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
    }

    [Fact]
    public async Task Waiting_ends_when_the_time_is_up()
    {
        var (id, _) = await UploadAsync();
        var started = TimeProvider.System.GetTimestamp();
        var document = await api.Client.GetDocumentAsync(id, "?wait=1");
        Assert.Equal("queued", document.Text("status"));
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task A_failed_document_says_why_and_the_same_upload_starts_it_again_with_the_pages_it_has()
    {
        var scan = Scans.Pdf();
        var id = await api.Client.UploadedIdAsync(scan);
        var worker = new DocumentWorker(api.Services, id);
        await worker.StartAsync(pages: 2);
        await worker.FinishPageAsync(1, "kept");
        await worker.FailAsync(new JobError("page-timeout", "Page 2 took too long."));
        var failed = await api.Client.GetDocumentAsync(id);
        Assert.Equal("failed", failed.Text("status"));
        Assert.Equal("page-timeout", failed.GetProperty("error").Text("type"));
        Assert.Equal("Page 2 took too long.", failed.GetProperty("error").Text("message"));

        using var response = await api.Client.UploadAsync(scan);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var again = await response.DocumentAsync();
        Assert.Equal((id, "queued", 1), (again.Text("id"), again.Text("status"), again.GetProperty("pagesDone").GetInt32()));
        Assert.Equal(JsonValueKind.Null, again.GetProperty("error").ValueKind);
        Assert.Equal(JsonValueKind.Null, again.GetProperty("completedAt").ValueKind);
        Assert.Equal(["failed", "created"], await JobStatesAsync(id));
    }

    [Fact]
    public async Task Deleting_an_unfinished_document_cancels_it_and_its_job()
    {
        var (id, worker) = await UploadAsync();
        await worker.StartAsync(pages: 2);
        await worker.FinishPageAsync(1, "kept");
        var waiting = api.Client.GetDocumentAsync(id, "?wait=60");

        using var response = await DeleteAsync(id);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("cancelled", (await response.DocumentAsync()).Text("status"));
        Assert.Equal("cancelled", (await waiting.WaitAsync(TimeSpan.FromSeconds(40))).Text("status"));
        Assert.Equal(["cancelled"], await JobStatesAsync(id));
    }

    [Fact]
    public async Task Deleting_an_ended_document_removes_it_with_its_bytes_and_pages()
    {
        var (id, worker) = await UploadAsync();
        await worker.StartAsync(pages: 1);
        await worker.FinishPageAsync(1, "text");
        await worker.CompleteAsync();

        using var response = await DeleteAsync(id);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        using var gone = await api.Client.GetAsync(new Uri($"/documents/{id}", UriKind.Relative));
        await gone.AssertProblemAsync(HttpStatusCode.NotFound, "document-not-found");
        Assert.Equal(["0"], await api.ColumnAsync(
            """
            SELECT ((SELECT count(*) FROM document_chunks WHERE document_id = $1)
                    + (SELECT count(*) FROM pages WHERE document_id = $1))::text
            """,
            id));
    }

    [Fact]
    public async Task The_list_pages_through_every_document_once_newest_first()
    {
        var uploaded = new List<string>();
        for (var i = 0; i < 7; i++)
            uploaded.Add((await UploadAsync()).Id);

        var listed = new List<string>();
        string? cursor = null;
        do
        {
            var query = cursor is null ? "?limit=3" : $"?limit=3&cursor={cursor}";
            using var response = await api.Client.GetAsync(new Uri("/documents" + query, UriKind.Relative));
            var list = await response.DocumentAsync();
            listed.AddRange(list.GetProperty("documents").EnumerateArray().Select(document => document.Text("id")));
            cursor = list.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        Assert.Equal(listed.Distinct(), listed);
        Assert.Equal(uploaded.AsEnumerable().Reverse(), listed.Where(uploaded.Contains));
    }

    [Fact]
    public async Task A_paused_queue_shows_that_it_is()
    {
        await UploadAsync();
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync("/queues/documents/pause"));
        Assert.True((await QueueAsync()).GetProperty("paused").GetBoolean());
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync("/queues/documents/resume"));
        var queue = await QueueAsync();
        Assert.False(queue.GetProperty("paused").GetBoolean());
        Assert.InRange(queue.GetProperty("jobs").GetProperty("created").GetInt64(), 1, long.MaxValue);
    }

    private async Task<(string Id, DocumentWorker Worker)> UploadAsync()
    {
        var id = await api.Client.UploadedIdAsync(Scans.Pdf());
        return (id, new DocumentWorker(api.Services, id));
    }

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));

    private Task<HttpResponseMessage> TextAsync(string id) => api.Client.GetAsync(new Uri($"/documents/{id}/text", UriKind.Relative));

    private Task<HttpResponseMessage> DeleteAsync(string id) => api.Client.DeleteAsync(new Uri($"/documents/{id}", UriKind.Relative));

    private async Task<HttpStatusCode> PostAsync(string path)
    {
        using var response = await api.Client.PostAsync(new Uri(path, UriKind.Relative), null);
        return response.StatusCode;
    }

    private async Task<JsonElement> QueueAsync()
    {
        using var response = await api.Client.GetAsync(new Uri("/queues", UriKind.Relative));
        var queues = (await response.DocumentAsync()).GetProperty("queues");
        return Assert.Single(queues.EnumerateArray(), queue => queue.Text("name") == "documents");
    }

    private async Task<List<string>> IdsAsync(string query)
    {
        using var response = await api.Client.GetAsync(new Uri("/documents" + query, UriKind.Relative));
        return [.. (await response.DocumentAsync()).GetProperty("documents").EnumerateArray().Select(document => document.Text("id"))];
    }

    private Task<List<string>> JobStatesAsync(string id) =>
        api.ColumnAsync("SELECT state FROM jobs WHERE payload->>'documentId' = $1 ORDER BY created_at", id);
}
