using Microsoft.Extensions.DependencyInjection;
using Spade.Documents.Webhooks;
using Spade.Jobs.Handlers;
using Spade.Tests.Api;

namespace Spade.Tests.Webhooks;

/// <summary>Documents that a service of the version before webhooks ends, during a rollout. The statements are those of that version, and
/// know nothing of events.</summary>
public sealed class OldVersionTests(WebhookApi api) : IClassFixture<WebhookApi>
{
    private const string AddStatus =
        """
        INSERT INTO document_events (document_id, id, kind, data)
        SELECT id, last_event, 'status',
               jsonb_build_object('status', status, 'pagesDone', pages_done, 'pagesFailed', pages_failed, 'pagesTotal', pages_total)
               || CASE WHEN error_type IS NULL THEN '{}'
                  ELSE jsonb_build_object('error', jsonb_build_object('type', error_type, 'message', error_message)) END
        FROM document
        """;

    private const string Changed = "id, status, pages_done, pages_failed, pages_total, error_type, error_message, last_event";

    /// <summary>How that version completes a document.</summary>
    internal const string Complete =
        $"""
        WITH document AS (
            UPDATE documents SET status = 'completed', completed_at = now(), last_event = last_event + 1
            WHERE id = $1 AND status = 'running'
            RETURNING {Changed}
        )
        {AddStatus}
        """;

    private const string Fail =
        $"""
        WITH document AS (
            UPDATE documents
            SET status = 'failed', completed_at = now(), error_type = 'corrupt', error_message = 'It is "damaged".',
                last_event = last_event + 1
            WHERE id = $1 AND status IN ('queued', 'running')
            RETURNING {Changed}
        )
        {AddStatus}
        """;

    /// <summary>How that version cancels a document.</summary>
    internal const string Cancel =
        $"""
        WITH document AS (
            UPDATE documents SET status = 'cancelled', completed_at = now(), last_event = last_event + 1
            WHERE id = $1 AND status IN ('queued', 'running')
            RETURNING {Changed}
        )
        {AddStatus}
        """;

    [Theory]
    [InlineData("completed", Complete)]
    [InlineData("failed", Fail)]
    [InlineData("cancelled", Cancel)]
    public async Task A_document_that_it_ends_has_one_event_and_gets_one_job(string status, string end)
    {
        var (id, _) = await api.UploadAsync();
        await RunAsync(id);
        await api.ScalarAsync(end, id);
        var delivery = Assert.Single(await api.DeliveriesAsync(id));
        Assert.Equal(($"document.{status}", WebhookApi.Callback), (delivery.Text("type"), delivery.Text("url")));

        // Any number of workers look for events without a job.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SweepAsync()));
        await SweepAsync();
        Assert.Equal(
            1L, await api.ScalarAsync("SELECT count(*) FROM jobs WHERE payload->>'deliveryId' = $1", delivery.Text("id")));
    }

    [Fact]
    public async Task Its_event_tells_what_that_of_this_version_does()
    {
        var (old, _) = await api.UploadAsync();
        await RunAsync(old);
        await api.ScalarAsync(Fail, old);
        var (own, _) = await api.UploadAsync();
        var worker = new DocumentWorker(api.Services, own);
        await worker.StartAsync(pages: 1);
        await worker.FinishPageAsync(1, "one");
        await worker.FailAsync(new JobError("corrupt", "It is \"damaged\"."));

        const string Told =
            """
            SELECT json_build_object('type', body->'type', 'status', body#>'{data,status}', 'pages', body#>'{data,pagesDone}',
                'total', body#>'{data,pagesTotal}', 'error', body#>'{data,error}')::text
            FROM (SELECT payload::json AS body FROM webhook_deliveries WHERE document_id = $1) AS event
            """;
        Assert.Equal(await api.ScalarAsync(Told, own), await api.ScalarAsync(Told, old));
    }

    [Fact]
    public async Task A_document_that_it_ends_and_starts_again_and_ends_has_two_events()
    {
        var (id, _) = await api.UploadAsync();
        await api.ScalarAsync(Cancel, id);
        await api.ScalarAsync("UPDATE documents SET status = 'queued', completed_at = NULL WHERE id = $1", id);
        Assert.Single(await api.DeliveriesAsync(id));
        await api.ScalarAsync(Cancel, id);
        Assert.Equal(2, (await api.DeliveriesAsync(id)).Select(delivery => delivery.Text("id")).Distinct().Count());
    }

    [Fact]
    public async Task A_receiver_that_is_both_the_tenant_s_and_the_upload_s_gets_one_event()
    {
        using (var set = await api.SetTenantAsync("default", new { url = WebhookApi.Callback }))
            set.EnsureSuccessStatusCode();
        try
        {
            var (same, _) = await api.UploadAsync();
            await api.ScalarAsync(Cancel, same);
            Assert.Single(await api.DeliveriesAsync(same));
            var (both, _) = await api.UploadAsync(WebhookApi.Callback + "/other");
            await api.ScalarAsync(Cancel, both);
            Assert.Equal(2, (await api.DeliveriesAsync(both)).Count);
        }
        finally
        {
            using var reset = await api.SetTenantAsync("default", new { url = (string?)null });
        }
    }

    [Fact]
    public async Task Its_page_that_ends_and_its_document_without_a_receiver_make_no_event()
    {
        var (id, _) = await api.UploadAsync();
        await RunAsync(id);
        Assert.Empty(await api.DeliveriesAsync(id));
        var (quiet, _) = await api.UploadAsync(callback: null);
        await api.ScalarAsync(Cancel, quiet);
        Assert.Empty(await api.DeliveriesAsync(quiet));
    }

    private async Task RunAsync(string id)
    {
        var worker = new DocumentWorker(api.Services, id);
        await worker.StartAsync(pages: 1);
        await worker.FinishPageAsync(1, "one");
    }

    private async Task SweepAsync()
    {
        using var sweep = ActivatorUtilities.CreateInstance<OutboxSweep>(api.Services);
        await sweep.SweepAsync(withEnded: true, CancellationToken.None);
    }
}
