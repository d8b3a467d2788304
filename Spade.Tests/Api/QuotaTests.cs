using System.Net;
using Spade.Jobs.Handlers;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Api;

/// <summary>The quotas of a tenant that PostgreSQL keeps, for all replicas together.</summary>
public sealed class QuotaTests
{
    private static readonly int ScanBytes = Scans.Pdf().Length;

    [Fact]
    public async Task Two_replicas_together_take_no_more_bytes_than_the_day_has()
    {
        await using var apis = await QuotaReplicas.StartAsync(replicas: 2, $"Quotas:BytesPerDay={5 * ScanBytes}");
        var answers = await apis.FloodAsync(uploads: 16, "bytes");
        Assert.Equal(5, answers.Count(answer => answer.StatusCode == HttpStatusCode.Accepted));
        Assert.Equal(5L * ScanBytes, await apis.ScalarAsync<long>("SELECT bytes FROM tenant_usage"));
        Assert.Equal(5, await apis.ScalarAsync<long>("SELECT count(*) FROM documents"));
        Assert.Equal(5, await apis.ScalarAsync<long>("SELECT count(*) FROM jobs"));
    }

    [Fact]
    public async Task Two_replicas_together_queue_no_more_documents_than_may_wait()
    {
        await using var apis = await QuotaReplicas.StartAsync(replicas: 2, "Quotas:MaxQueued=4");
        var answers = await apis.FloodAsync(uploads: 16, "queued");
        var accepted = answers.Where(answer => answer.StatusCode == HttpStatusCode.Accepted).ToList();
        Assert.Equal(4, accepted.Count);
        Assert.Equal(4, await apis.ScalarAsync<long>("SELECT count(*) FROM jobs"));

        // A document that runs keeps its place, and one that has ended gives it back.
        var worker = new DocumentWorker(apis.Services, (await accepted[0].DocumentAsync()).Text("id"));
        await worker.StartAsync(pages: 1);
        using (var refused = await apis.Client.UploadAsync(Scans.Pdf()))
        {
            Assert.Equal(
                "At most 4 documents may wait or run at once. Nothing was changed. Repeat the request after the time in Retry-After.",
                await refused.AssertQuotaAsync("queued"));
        }

        await worker.FailAsync(new JobError("no-pages", "It has none."));
        using var next = await apis.Client.UploadAsync(Scans.Pdf());
        Assert.Equal(HttpStatusCode.Accepted, next.StatusCode);
    }

    [Fact]
    public async Task Pages_are_counted_when_they_have_ended_and_as_long_as_they_wait()
    {
        await using var apis = await QuotaReplicas.StartAsync(replicas: 1, "Quotas:PagesPerDay=4");
        var worker = new DocumentWorker(apis.Services, await apis.Client.UploadedIdAsync(Scans.Pdf()));
        await worker.StartAsync(pages: 3);
        using (var last = await apis.Client.UploadAsync(Scans.Pdf()))
            Assert.Equal(HttpStatusCode.Accepted, last.StatusCode);
        using (var refused = await apis.Client.UploadAsync(Scans.Pdf()))
            Assert.Contains("; 0 were, and 4 or more wait.", await refused.AssertQuotaAsync("pages"), StringComparison.Ordinal);

        await worker.FinishPageAsync(1, "one");
        await worker.FinishPageAsync(1, "one, by a worker that was slow");
        await worker.FailPageAsync(2, "corrupt", "It is damaged.");
        await worker.FinishPageAsync(3, "three");
        await worker.CompleteAsync();
        Assert.Equal(3, await apis.ScalarAsync<long>("SELECT pages FROM tenant_usage"));
        using var still = await apis.Client.UploadAsync(Scans.Pdf());
        Assert.Contains("; 3 were, and 1 or more wait.", await still.AssertQuotaAsync("pages"), StringComparison.Ordinal);
        Assert.InRange(still.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task The_same_upload_again_costs_nothing_and_is_answered_when_nothing_is_left()
    {
        await using var apis = await QuotaReplicas.StartAsync(replicas: 1, $"Quotas:BytesPerDay={ScanBytes}");
        var scan = Scans.Pdf();
        var id = await apis.Client.UploadedIdAsync(scan);
        using (var again = await apis.Client.UploadAsync(scan))
            Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        using (await apis.Client.DeleteAsync(new Uri($"/documents/{id}", UriKind.Relative)))
        using (var restarted = await apis.Client.UploadAsync(scan))
            Assert.Equal(HttpStatusCode.Accepted, restarted.StatusCode);

        Assert.Equal(ScanBytes, await apis.ScalarAsync<long>("SELECT bytes FROM tenant_usage"));
        using var other = await apis.Client.UploadAsync(Scans.Pdf());
        Assert.Equal(
            $"At most {ScanBytes} bytes may be uploaded in a day (UTC); {ScanBytes} were, and the file has {ScanBytes}. "
            + "Nothing was changed. Repeat the request after the time in Retry-After.", await other.AssertQuotaAsync("bytes"));
    }

    [Fact]
    public async Task A_document_that_has_ended_starts_again_only_if_there_is_a_place()
    {
        await using var apis = await QuotaReplicas.StartAsync(replicas: 1, "Quotas:MaxQueued=1");
        var scan = Scans.Pdf();
        var id = await apis.Client.UploadedIdAsync(scan);
        using (await apis.Client.DeleteAsync(new Uri($"/documents/{id}", UriKind.Relative)))
        using (var other = await apis.Client.UploadAsync(Scans.Pdf()))
            Assert.Equal(HttpStatusCode.Accepted, other.StatusCode);

        using (var retried = await apis.Client.PostAsync(new Uri($"/documents/{id}/retry", UriKind.Relative), null))
            await retried.AssertQuotaAsync("queued");
        using (var again = await apis.Client.UploadAsync(scan))
            await again.AssertQuotaAsync("queued");
        Assert.Equal("cancelled", (await apis.Client.GetDocumentAsync(id)).Text("status"));
        Assert.Equal(1, await apis.ScalarAsync<long>("SELECT count(*) FROM jobs WHERE state = 'created'"));
    }

    [Fact]
    public async Task A_file_of_several_chunks_is_charged_whole_or_not_stored()
    {
        const int bytes = 3 * 1024 * 1024;
        await using var apis = await QuotaReplicas.StartAsync(replicas: 1, $"Quotas:BytesPerDay={bytes}");
        using (var large = await apis.Client.PostAsync(
            new Uri("/documents", UriKind.Relative), new StreamContent(Scans.LargePdf(bytes + 1))))
            await large.AssertQuotaAsync("bytes");
        Assert.Equal(0, await apis.ScalarAsync<long>("SELECT count(*) FROM document_chunks"));
        using (var fitting = await apis.Client.PostAsync(
            new Uri("/documents", UriKind.Relative), new StreamContent(Scans.LargePdf(bytes))))
            Assert.Equal(HttpStatusCode.Accepted, fitting.StatusCode);
        Assert.Equal(bytes, await apis.ScalarAsync<long>("SELECT bytes FROM tenant_usage"));
    }

    [Fact]
    public async Task Pages_and_uploads_of_a_tenant_are_all_counted_when_they_come_together()
    {
        await using var apis = await QuotaReplicas.StartAsync(
            replicas: 1, "Quotas:BytesPerDay=1000000", "Quotas:PagesPerDay=1000", "Quotas:MaxQueued=100");
        var worker = new DocumentWorker(apis.Services, await apis.Client.UploadedIdAsync(Scans.Pdf()));
        await worker.StartAsync(pages: 8);
        var uploads = apis.FloodAsync(uploads: 8, "none");
        await Task.WhenAll(Enumerable.Range(1, 8).Select(page => worker.FinishPageAsync(page, "text")));
        Assert.All(await uploads, answer => Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode));
        Assert.Equal(
            $"{9 * ScanBytes} bytes, 8 pages",
            await apis.ScalarAsync<string>("SELECT bytes || ' bytes, ' || pages || ' pages' FROM tenant_usage"));
    }

    [Fact]
    public async Task What_is_set_for_a_tenant_comes_before_the_configuration_and_is_heeded_without_a_restart()
    {
        await using var apis = await QuotaReplicas.StartAsync(replicas: 1, "Quotas:MaxQueued=1");
        using (var first = await apis.Client.UploadAsync(Scans.Pdf()))
            Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        Assert.Equal(1, await apis.ScalarAsync<int>("INSERT INTO tenants (name, max_queued) VALUES ('default', 0) RETURNING 1"));
        await Eventually.HoldsAsync("there is no limit any more", async () =>
        {
            using var next = await apis.Client.UploadAsync(Scans.Pdf());
            return next.StatusCode == HttpStatusCode.Accepted;
        });
    }

    [Fact]
    public async Task Without_a_quota_nothing_is_counted_and_no_header_is_sent()
    {
        await using var apis = await QuotaReplicas.StartAsync(replicas: 1);
        using var upload = await apis.Client.UploadAsync(Scans.Pdf());
        var worker = new DocumentWorker(apis.Services, (await upload.DocumentAsync()).Text("id"));
        await worker.StartAsync(pages: 1);
        await worker.FinishPageAsync(1, "one");
        Assert.Equal(0, await apis.ScalarAsync<long>("SELECT count(*) FROM tenant_usage"));
        Assert.Null(upload.Header("RateLimit-Policy"));
        Assert.Null(upload.Header("RateLimit"));
    }
}
