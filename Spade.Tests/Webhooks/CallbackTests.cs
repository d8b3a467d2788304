using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Spade.Documents.Webhooks;
using Spade.Jobs.Handlers;
using Spade.Tests.Api;

namespace Spade.Tests.Webhooks;

/// <summary>The option <c>callback</c> of an upload, and the event that is written when the document ends.</summary>
public sealed class CallbackTests(WebhookApi api) : IClassFixture<WebhookApi>
{
    [Fact]
    public async Task A_completed_document_has_an_event_for_its_callback_and_a_job_that_delivers_it()
    {
        var (id, _) = await api.UploadAsync();
        var worker = new DocumentWorker(api.Services, id);
        await worker.StartAsync(pages: 1);
        Assert.Empty(await api.DeliveriesAsync(id));
        await worker.FinishPageAsync(1, "one");
        await worker.CompleteAsync();

        var delivery = Assert.Single(await api.DeliveriesAsync(id));
        Assert.Equal(
            ("document.completed", WebhookApi.Callback, "pending", 0),
            (delivery.Text("type"), delivery.Text("url"), delivery.Text("state"), delivery.GetProperty("attempts").GetInt32()));
        Assert.Equal("webhooks created", await api.ScalarAsync(
            "SELECT queue || ' ' || state FROM jobs WHERE payload->>'deliveryId' = $1", delivery.Text("id")));
    }

    [Fact]
    public async Task A_failed_document_has_an_event_that_says_why()
    {
        var (id, _) = await api.UploadAsync();
        var worker = new DocumentWorker(api.Services, id);
        await worker.StartAsync(pages: 1);
        await worker.FailAsync(new JobError("corrupt", "Page 1 is damaged."));

        var delivery = Assert.Single(await api.DeliveriesAsync(id));
        Assert.Equal("document.failed", delivery.Text("type"));
        Assert.Equal("corrupt: Page 1 is damaged.", await api.ScalarAsync(
            """
            SELECT (payload::json#>>'{data,error,type}') || ': ' || (payload::json#>>'{data,error,message}')
            FROM webhook_deliveries WHERE document_id = $1
            """,
            id));
    }

    [Fact]
    public async Task A_document_whose_failure_could_not_be_recorded_fails_later_and_has_one_event()
    {
        var (id, _) = await api.UploadAsync();
        var (other, _) = await api.UploadAsync();
        await api.ScalarAsync(
            """
            UPDATE jobs SET state = 'failed', finished_at = now(), error_type = 'poison', error_message = '6 processes died.'
            WHERE id = (SELECT job_id FROM documents WHERE id = $1)
            """,
            id);
        using var sweep = ActivatorUtilities.CreateInstance<OutboxSweep>(api.Services);
        for (var round = 1; round <= 2; round++)
            await sweep.SweepAsync(withEnded: true, CancellationToken.None);

        Assert.Equal("failed poison 6 processes died. status failed", await api.ScalarAsync(
            """
            SELECT document.status || ' ' || error_type || ' ' || error_message || ' ' || event.kind || ' ' || (event.data->>'status')
            FROM documents AS document JOIN document_events AS event ON event.document_id = document.id AND event.id = last_event
            WHERE document.id = $1
            """,
            id));
        var delivery = Assert.Single(await api.DeliveriesAsync(id));
        Assert.Equal("document.failed", delivery.Text("type"));
        Assert.Equal(1L, await api.ScalarAsync("SELECT count(*) FROM jobs WHERE payload->>'deliveryId' = $1", delivery.Text("id")));
        Assert.Equal("queued", await api.ScalarAsync("SELECT status FROM documents WHERE id = $1", other));
    }

    [Fact]
    public async Task A_cancelled_document_has_one_event_and_one_more_when_it_is_started_again_and_ends()
    {
        var (id, _) = await api.UploadAsync();
        var document = new Uri($"/documents/{id}", UriKind.Relative);
        using (await api.Client.DeleteAsync(document))
            Assert.Equal(["document.cancelled"], (await api.DeliveriesAsync(id)).Select(delivery => delivery.Text("type")));
        using (await api.Client.PostAsync(new Uri($"/documents/{id}/retry", UriKind.Relative), null))
        using (await api.Client.DeleteAsync(document))
            Assert.Equal(2, (await api.DeliveriesAsync(id)).Select(delivery => delivery.Text("id")).Distinct().Count());
        using (await api.Client.DeleteAsync(document))
            Assert.Equal(2, (await api.DeliveriesAsync(id)).Count);
    }

    [Fact]
    public async Task Without_a_receiver_there_is_no_event()
    {
        var (id, _) = await api.UploadAsync(callback: null);
        using var cancelled = await api.Client.DeleteAsync(new Uri($"/documents/{id}", UriKind.Relative));
        Assert.Empty(await api.DeliveriesAsync(id));
    }

    [Theory]
    [InlineData("https://evil.example/", HttpStatusCode.Forbidden, "callback-refused", "'evil.example'")]
    [InlineData("http://hooks.example.com/", HttpStatusCode.BadRequest, "invalid-parameter", "callback begins with 'http:'")]
    [InlineData("https://127.0.0.1/", HttpStatusCode.BadRequest, "invalid-parameter", "callback leads to 127.0.0.1")]
    [InlineData("https://a:b@hooks.example.com/", HttpStatusCode.BadRequest, "invalid-parameter", "holds a user name or a password")]
    [InlineData("hooks", HttpStatusCode.BadRequest, "invalid-parameter", "callback is no absolute address")]
    public async Task A_callback_that_may_not_be_called_is_refused(string callback, HttpStatusCode status, string slug, string named)
    {
        using var response = await api.Client.UploadAsync(Scans.Pdf(), WebhookApi.QueryOf(callback));
        Assert.Contains(named, await response.AssertProblemAsync(status, slug), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_upload_with_another_callback_is_a_conflict_until_the_document_has_ended()
    {
        var (id, scan) = await api.UploadAsync(callback: null);
        using (var named = await api.Client.UploadAsync(scan, WebhookApi.QueryOf(WebhookApi.Callback)))
            Assert.Equal(HttpStatusCode.OK, named.StatusCode);
        using (var repeated = await api.Client.UploadAsync(scan, WebhookApi.QueryOf(WebhookApi.Callback)))
            Assert.Equal(HttpStatusCode.OK, repeated.StatusCode);
        var other = WebhookApi.QueryOf(WebhookApi.Callback + "/other");
        using (var taken = await api.Client.UploadAsync(scan, other))
            await taken.AssertProblemAsync(HttpStatusCode.Conflict, "callback-taken");

        using (await api.Client.DeleteAsync(new Uri($"/documents/{id}", UriKind.Relative)))
        using (var again = await api.Client.UploadAsync(scan, other))
            Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        using (await api.Client.DeleteAsync(new Uri($"/documents/{id}", UriKind.Relative)))
        {
            Assert.Equal(
                [WebhookApi.Callback + "/other", WebhookApi.Callback],
                (await api.DeliveriesAsync(id)).Select(delivery => delivery.Text("url")));
        }
    }

    [Fact]
    public async Task An_event_that_could_not_be_signed_is_refused_at_the_upload()
    {
        await api.ScalarAsync("UPDATE tenants SET webhook_url = NULL, webhook_secret = NULL");
        try
        {
            using var response = await api.Client.UploadAsync(Scans.Pdf(), WebhookApi.QueryOf(WebhookApi.Callback));
            Assert.Contains(
                "PUT /tenants/default/webhook", await response.AssertProblemAsync(HttpStatusCode.Conflict, "no-webhook-secret"),
                StringComparison.Ordinal);
        }
        finally
        {
            using var set = await api.SetTenantAsync("default", new { });
        }
    }
}
