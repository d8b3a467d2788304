using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spade.Documents.Tenants;
using Spade.Documents.Webhooks;
using Spade.Tests.Api;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Webhooks;

/// <summary>The log of deliveries over HTTP, and sending an event again.</summary>
public sealed class DeliveryLogTests(WebhookApi api) : IClassFixture<WebhookApi>
{
    [Fact]
    public async Task The_log_is_listed_page_by_page_newest_first()
    {
        var ids = new List<string>();
        for (var n = 0; n < 3; n++)
            ids.Insert(0, await EndedAsync());
        var first = await GetAsync("/deliveries?limit=2");
        var second = await GetAsync($"/deliveries?limit=2&cursor={first.Text("nextCursor")}");
        Assert.Equal(ids, DocumentsOf(first).Concat(DocumentsOf(second)).Take(3));

        // As a tenant that may not see those of others.
        await using var scope = api.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Set("default", seesAll: false);
        var log = scope.ServiceProvider.GetRequiredService<DeliveryLog>();
        var newest = await log.ListAsync("pending", null, null, 1, CancellationToken.None);
        var next = await log.ListAsync(
            null, null, new DeliveryPosition(newest[0].CreatedAt, newest[0].Id), 1, CancellationToken.None);
        Assert.Equal(ids.Take(2), [newest[0].DocumentId, next[0].DocumentId]);
        Assert.Empty(await log.ListAsync("failed", null, null, 10, CancellationToken.None));
    }

    [Fact]
    public async Task A_delivery_shows_its_body_and_every_attempt()
    {
        var id = await DeliveryOfAsync(await EndedAsync());
        await api.ScalarAsync(
            "INSERT INTO webhook_attempts (delivery_id, number, duration_ms, status, error) VALUES ($1, 1, 1500, 503, 'It is down.')", id);
        var details = await GetAsync($"/deliveries/{id}");
        Assert.Equal("document.cancelled", details.GetProperty("payload").Text("type"));
        var attempt = Assert.Single(details.GetProperty("attempts").EnumerateArray());
        Assert.Equal(
            (1, 1.5, 503, "It is down."),
            (attempt.GetProperty("number").GetInt32(), attempt.GetProperty("durationSeconds").GetDouble(),
                attempt.GetProperty("status").GetInt32(), attempt.Text("error")));
        Assert.NotEqual(JsonValueKind.Null, details.GetProperty("delivery").GetProperty("nextAttemptAt").ValueKind);
    }

    [Fact]
    public async Task A_delivery_that_has_ended_is_sent_again_with_the_same_id()
    {
        var id = await DeliveryOfAsync(await EndedAsync());
        using (var pending = await RedeliverAsync(id))
            await pending.AssertProblemAsync(HttpStatusCode.Conflict, "delivery-not-ended");
        await EndJobAsync(id, "failed");

        using var again = await RedeliverAsync(id);
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        Assert.Equal($"/deliveries/{id}", again.Headers.Location?.ToString());
        var delivery = await again.DocumentAsync();
        Assert.Equal((id.ToString(), "pending"), (delivery.Text("id"), delivery.Text("state")));
        Assert.Equal(2L, await api.ScalarAsync("SELECT count(*) FROM jobs WHERE payload->>'deliveryId' = $1", id.ToString()));
        using var twice = await RedeliverAsync(id);
        await twice.AssertProblemAsync(HttpStatusCode.Conflict, "delivery-not-ended");
    }

    [Fact]
    public async Task A_delivery_whose_failure_could_not_be_recorded_can_be_sent_again()
    {
        var id = await DeliveryOfAsync(await EndedAsync());
        await EndJobAsync(id, state: null);
        using var again = await RedeliverAsync(id);
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
    }

    [Fact]
    public async Task Another_tenant_s_delivery_does_not_exist()
    {
        var id = await DeliveryOfAsync(await EndedAsync());
        await using var scope = api.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantScope>().Set("other", seesAll: false);
        var log = scope.ServiceProvider.GetRequiredService<DeliveryLog>();
        Assert.Null(await log.FindAsync(id, CancellationToken.None));
        Assert.Empty(await log.ListAsync(null, null, null, 10, CancellationToken.None));
        Assert.Equal(RepeatedDelivery.Unknown, await log.SendAgainAsync(id, CancellationToken.None));
    }

    [Theory]
    [InlineData("01980f4e-7c1a-7b6e-9c55-2f3a6d1e8b90")]
    [InlineData("x")]
    public async Task An_unknown_delivery_is_a_problem(string id)
    {
        using (var response = await api.Client.GetAsync(new Uri($"/deliveries/{id}", UriKind.Relative)))
            await response.AssertProblemAsync(HttpStatusCode.NotFound, "delivery-not-found");
        using var again = await api.Client.PostAsync(new Uri($"/deliveries/{id}/redeliver", UriKind.Relative), null);
        await again.AssertProblemAsync(HttpStatusCode.NotFound, "delivery-not-found");
    }

    [Theory]
    [InlineData("?state=lost", "state is 'lost'; it must be one of: pending, delivered, failed.")]
    [InlineData("?document=x", "document is 'x'; it must be a document's id")]
    [InlineData("?cursor=x", "cursor is not one that this service gave out")]
    [InlineData("?limit=201", "limit is '201'; it must be a whole number from 1 to 200")]
    public async Task An_invalid_parameter_is_named_with_the_fix(string query, string named)
    {
        using var response = await api.Client.GetAsync(new Uri($"/deliveries{query}", UriKind.Relative));
        Assert.Contains(
            named, await response.AssertProblemAsync(HttpStatusCode.BadRequest, "invalid-parameter"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_requests_at_once_to_send_it_again_one_does()
    {
        var id = await DeliveryOfAsync(await EndedAsync());
        await EndJobAsync(id, "failed");
        await using var connection = await api.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await using var held = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("SELECT FROM webhook_deliveries WHERE id = $1 FOR UPDATE", connection, held))
        {
            hold.Parameters.AddWithValue(id);
            await hold.ExecuteNonQueryAsync();
        }

        // Both wait for the row, so that the second one goes on with what the first one left.
        var both = new[] { RedeliverAsync(id), RedeliverAsync(id) };
        await Eventually.HoldsAsync("both wait", async () => (long)(await api.ScalarAsync(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%webhook_deliveries%'"))! == 2);
        await held.CommitAsync();
        var answers = await Task.WhenAll(both);
        Assert.Equal([HttpStatusCode.Accepted, HttpStatusCode.Conflict], answers.Select(answer => answer.StatusCode).Order());
        foreach (var answer in answers)
            answer.Dispose();
    }

    [Fact]
    public async Task Old_deliveries_leave_the_log_and_those_that_are_pending_stay()
    {
        var (old, pending) = (Guid.CreateVersion7(DateTimeOffset.UnixEpoch), Guid.CreateVersion7(DateTimeOffset.UnixEpoch));
        foreach (var (id, state) in new[] { (old, "delivered"), (pending, "pending") })
        {
            await api.ScalarAsync(
                """
                INSERT INTO webhook_deliveries (id, tenant, document_id, type, url, is_callback, payload, state, ended_at)
                VALUES ($1, 'default', 'd', 'document.completed', 'https://hooks.example.com/', true, '{}', $2,
                    CASE WHEN $2 <> 'pending' THEN now() - interval '31 days' END)
                """,
                id, state);
        }

        using var pruning = ActivatorUtilities.CreateInstance<DeliveryPruning>(api.Services);
        await pruning.PruneAsync(CancellationToken.None);
        Assert.Equal(pending, await api.ScalarAsync("SELECT id FROM webhook_deliveries WHERE document_id = 'd'"));
    }

    private static IEnumerable<string> DocumentsOf(JsonElement list) =>
        list.GetProperty("deliveries").EnumerateArray().Select(delivery => delivery.Text("documentId"));

    private async Task<string> EndedAsync()
    {
        var (id, _) = await api.UploadAsync();
        using var cancelled = await api.Client.DeleteAsync(new Uri($"/documents/{id}", UriKind.Relative));
        return id;
    }

    private async Task<Guid> DeliveryOfAsync(string documentId) =>
        Guid.Parse(Assert.Single(await api.DeliveriesAsync(documentId)).Text("id"));

    private Task<JsonElement> GetAsync(string path) => api.Client.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));

    private Task<HttpResponseMessage> RedeliverAsync(Guid id) =>
        api.Client.PostAsync(new Uri($"/deliveries/{id}/redeliver", UriKind.Relative), null);

    /// <summary>Ends the job of a delivery, and the delivery with it unless <paramref name="state"/> is null.</summary>
    private async Task EndJobAsync(Guid id, string? state)
    {
        await api.ScalarAsync(
            """
            UPDATE jobs SET state = 'failed', finished_at = now(), error_type = 'x', error_message = 'x'
            WHERE id = (SELECT job_id FROM webhook_deliveries WHERE id = $1)
            """,
            id);
        if (state is not null)
            await api.ScalarAsync("UPDATE webhook_deliveries SET state = $2, ended_at = now() WHERE id = $1", id, state);
    }
}
