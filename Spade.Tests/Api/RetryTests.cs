using System.Net;
using Spade.Jobs.Handlers;

namespace Spade.Tests.Api;

public sealed class RetryTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly JobError Damage = new("corrupt", "Page 2 of the PDF is damaged.");

    [Fact]
    public async Task A_failed_document_starts_again_with_the_pages_that_were_read()
    {
        var (id, worker) = await UploadAsync();
        await worker.StartAsync(pages: 3);
        await worker.FinishPageAsync(1, "one");
        await worker.FailPageAsync(2, Damage);
        await worker.FailAsync(new JobError("page-timeout", "Page 3 took too long."));

        using var response = await RetryAsync(id);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal($"/documents/{id}", response.Headers.Location?.ToString());
        Assert.NotNull(response.Headers.RetryAfter);
        var document = await response.DocumentAsync();
        Assert.Equal((id, "queued", 1), (document.Text("id"), document.Text("status"), document.GetProperty("pagesDone").GetInt32()));

        await worker.StartAsync(pages: 3);
        await worker.FinishPageAsync(2, "two");
        await worker.FinishPageAsync(3, "three");
        await worker.CompleteAsync();
        Assert.Equal("one\ftwo\fthree", await TextAsync(id));
    }

    [Fact]
    public async Task A_cancelled_document_starts_again()
    {
        var (id, _) = await UploadAsync();
        using var cancelled = await api.Client.DeleteAsync(new Uri($"/documents/{id}", UriKind.Relative));
        using var response = await RetryAsync(id);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("queued", (await api.Client.GetDocumentAsync(id)).Text("status"));
    }

    [Fact]
    public async Task A_completed_document_reads_only_its_failed_pages_again_and_is_then_another_state()
    {
        var (id, worker) = await UploadAsync();
        await worker.StartAsync(pages: 2);
        await worker.FinishPageAsync(1, "one");
        await worker.FailPageAsync(2, Damage);
        await worker.CompleteAsync();
        using var before = await api.Client.GetAsync($"/documents/{id}/text");

        using (var response = await RetryAsync(id))
            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        await worker.StartAsync(pages: 2);
        await worker.FinishPageAsync(2, "two");
        await worker.CompleteAsync();

        using var after = await api.Client.GetAsync($"/documents/{id}/text", ("If-None-Match", before.Headers.ETag!.ToString()));
        Assert.Equal((HttpStatusCode.OK, "one\ftwo"), (after.StatusCode, await after.Content.ReadAsStringAsync()));
        Assert.NotEqual(before.Headers.ETag, after.Headers.ETag);
    }

    [Fact]
    public async Task Fewer_pages_than_the_document_had_when_it_was_found_are_not_taken_for_all()
    {
        var (id, worker) = await UploadAsync();
        await worker.StartAsync(pages: 2);
        await worker.FinishPageAsync(1, "one");
        await worker.FailPageAsync(2, Damage);
        await worker.CompleteAsync();

        // As a request sees them that finds the document before a retry and reads its pages afterwards.
        await using var forget = api.Database.CreateCommand("DELETE FROM pages WHERE document_id = $1 AND number = 2");
        forget.Parameters.Add(new() { Value = id });
        await forget.ExecuteNonQueryAsync();
        using var response = await api.Client.GetAsync($"/documents/{id}/text");
        Assert.Null(response.Headers.ETag);
        Assert.True(response.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task A_document_whose_pages_were_all_read_has_nothing_to_retry()
    {
        var (id, worker) = await UploadAsync();
        await worker.StartAsync(pages: 1);
        await worker.FinishPageAsync(1, "one");
        await worker.CompleteAsync();
        using var response = await RetryAsync(id);
        await response.AssertProblemAsync(HttpStatusCode.Conflict, "nothing-to-retry");
        Assert.Equal("one", await TextAsync(id));
    }

    [Fact]
    public async Task A_document_that_has_not_ended_is_not_started_again()
    {
        var (id, worker) = await UploadAsync();
        using (var queued = await RetryAsync(id))
            Assert.Contains("queued", await queued.AssertProblemAsync(HttpStatusCode.Conflict, "not-ended"), StringComparison.Ordinal);
        await worker.StartAsync(pages: 1);
        using var running = await RetryAsync(id);
        Assert.Contains("running", await running.AssertProblemAsync(HttpStatusCode.Conflict, "not-ended"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_retries_at_once_one_starts_the_document()
    {
        var (id, worker) = await UploadAsync();
        await worker.StartAsync(pages: 1);
        await worker.FailAsync(Damage);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var response = await RetryAsync(id);
            return response.StatusCode;
        }));
        Assert.Equal(1, answers.Count(status => status == HttpStatusCode.Accepted));
        Assert.Equal(7, answers.Count(status => status == HttpStatusCode.Conflict));
        await using var jobs = api.Database.CreateCommand(
            "SELECT count(*) FROM jobs WHERE payload->>'documentId' = $1 AND state = 'created' AND group_name = 'default'");
        jobs.Parameters.Add(new() { Value = id });
        Assert.Equal(1L, await jobs.ExecuteScalarAsync());
    }

    private async Task<(string Id, DocumentWorker Worker)> UploadAsync()
    {
        var id = await api.Client.UploadedIdAsync(Scans.Pdf());
        return (id, new DocumentWorker(api.Services, id));
    }

    private Task<HttpResponseMessage> RetryAsync(string id) =>
        api.Client.PostAsync(new Uri($"/documents/{id}/retry", UriKind.Relative), null);

    private async Task<string> TextAsync(string id)
    {
        using var response = await api.Client.GetAsync($"/documents/{id}/text");
        return await response.Content.ReadAsStringAsync();
    }
}
