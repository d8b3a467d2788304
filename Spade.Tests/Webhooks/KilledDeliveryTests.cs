using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Spade.Rehearsal.Scans;
using Spade.Tests.Infrastructure;
using Spade.Tests.Services;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Webhooks;

/// <summary>Workers that are killed at each step between the end of a document and the delivery of its event, as real processes.</summary>
public sealed class KilledDeliveryTests : IAsyncLifetime, IDisposable
{
    private readonly TesseractShim _shim = new(TimeSpan.FromMilliseconds(10));
    private SpadeSystem _system = null!;

    private ServiceOptions Options => _shim.Options.With(ServiceOptions.Quick)
        .With("Webhooks__AllowHttp", "true").With("Webhooks__AllowedNetworks", "127.0.0.0/8").With("Webhooks__AllowedHosts", "127.0.0.1")
        .With("Webhooks__RetryDelay", "00:00:00.01").With("Webhooks__RetryDelayMax", "00:00:00.1");

    public async Task InitializeAsync()
    {
        _system = await SpadeSystem.StartAsync(await SharedPostgres.GetAsync(), api: Options);
        using var set = await _system.Api.PutAsJsonAsync(
            new Uri("/tenants/default/webhook", UriKind.Relative), new { url = (string?)null });
        set.EnsureSuccessStatusCode();
    }

    public async Task DisposeAsync() => await _system.DisposeAsync();

    public void Dispose() => _shim.Dispose();

    [Fact]
    public async Task Killed_while_the_end_of_the_document_is_saved_both_the_end_and_the_event_come_later_and_once()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var held = await HoldAsync("LOCK TABLE webhook_deliveries IN SHARE MODE");
        var worker = await _system.LaunchWorkingAsync(Options);
        var id = await UploadAsync(receiver);
        await SomethingWaitsForTheLockAsync("UPDATE documents");
        await KillAsync(worker);
        await held.DisposeAsync();
        Assert.Equal(0L, await _system.ScalarAsync<long>("SELECT count(*) FROM webhook_deliveries"));

        await _system.LaunchWorkingAsync(Options);
        await DeliveredAsync(id);
        Assert.Single(receiver.Events);
    }

    [Fact]
    public async Task Killed_before_the_event_is_sent_another_worker_sends_it()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await SetPausedAsync("pause");
        var worker = await _system.LaunchWorkingAsync(Options);
        var id = await UploadAsync(receiver);
        await _system.CompletedAsync(id);
        await KillAsync(worker);
        Assert.Empty(receiver.Events);

        await SetPausedAsync("resume");
        await _system.LaunchWorkingAsync(Options);
        await DeliveredAsync(id);
        Assert.Single(receiver.Events);
    }

    [Fact]
    public async Task Killed_while_it_adds_the_job_that_a_version_before_webhooks_did_not_add_another_worker_adds_it_once()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var id = await UploadAsync(receiver);
        await _system.ExecuteAsync(OldVersionTests.Cancel, id);
        await using var held = await HoldAsync("LOCK TABLE jobs IN SHARE MODE");
        var worker = await _system.LaunchWorkingAsync(Options);
        await SomethingWaitsForTheLockAsync("INSERT INTO jobs");
        await KillAsync(worker);
        await held.DisposeAsync();
        Assert.Equal(0L, await _system.ScalarAsync<long>("SELECT count(*) FROM jobs WHERE queue = 'webhooks'"));

        await _system.LaunchWorkingAsync(Options);
        await _system.LaunchWorkingAsync(Options);
        await DeliveredAsync(id);
        Assert.Contains("document.cancelled", Assert.Single(receiver.Events).Body, StringComparison.Ordinal);
        Assert.Equal(1L, await _system.ScalarAsync<long>("SELECT count(*) FROM jobs WHERE queue = 'webhooks'"));
    }

    [Fact]
    public async Task Killed_while_the_receiver_has_not_answered_the_event_is_sent_again_with_the_same_id()
    {
        await using var receiver = await WebhookReceiver.StartAsync(
            (number, context) => number == 1 ? Cancellation.RequestedAsync(context.RequestAborted) : Task.CompletedTask);
        var worker = await _system.LaunchWorkingAsync(Options);
        var id = await UploadAsync(receiver);
        await receiver.GetsAsync(1);
        await KillAsync(worker);

        await _system.LaunchWorkingAsync(Options);
        await DeliveredAsync(id);
        Assert.Equal(2, receiver.Events.Count);
        Assert.Single(receiver.Events.Select(received => received.Id).Distinct());
        Assert.Single(receiver.Events.Select(received => received.Body).Distinct());
        Assert.Equal(
            ["Its end is not known: it still runs, or its worker was killed.", "200"],
            await _system.ScalarAsync<string[]>("SELECT array_agg(coalesce(error, status::text) ORDER BY number) FROM webhook_attempts"));
    }

    [Fact]
    public async Task Killed_five_times_while_the_receiver_has_not_answered_the_event_is_sent_all_the_same()
    {
        const int Kills = 5;
        await using var receiver = await WebhookReceiver.StartAsync(
            (number, context) => number <= Kills ? Cancellation.RequestedAsync(context.RequestAborted) : Task.CompletedTask);
        var worker = await _system.LaunchWorkingAsync(Options);
        var id = await UploadAsync(receiver);
        for (var kill = 1; kill <= Kills; kill++)
        {
            await receiver.GetsAsync(kill);
            await KillAsync(worker);
            worker = await _system.LaunchWorkingAsync(Options);
        }

        await DeliveredAsync(id);
        Assert.Single(receiver.Events.Select(received => received.Id).Distinct());
        Assert.Equal(
            "poison",
            await _system.ScalarAsync<string>("SELECT error_type FROM jobs WHERE queue = 'webhooks' AND state = 'failed'"));
    }

    [Fact]
    public async Task Killed_before_the_success_is_saved_the_event_is_sent_again_with_the_same_id()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await SetPausedAsync("pause");
        var worker = await _system.LaunchWorkingAsync(Options);
        var id = await UploadAsync(receiver);
        await _system.CompletedAsync(id);
        // Weaker than FOR UPDATE: the attempt can be begun, and its success cannot be saved.
        await using var held = await HoldAsync("SELECT FROM webhook_deliveries FOR NO KEY UPDATE");
        await SetPausedAsync("resume");
        await receiver.GetsAsync(1);
        await SomethingWaitsForTheLockAsync("webhook_deliveries");
        await KillAsync(worker);
        await held.DisposeAsync();

        await _system.LaunchWorkingAsync(Options);
        await DeliveredAsync(id);
        Assert.Equal(2, receiver.Events.Count);
        Assert.Single(receiver.Events.Select(received => received.Id).Distinct());
    }

    private static async Task KillAsync(Service worker)
    {
        worker.Send(Signals.Kill);
        await worker.WaitForExitAsync();
    }

    private async Task<string> UploadAsync(WebhookReceiver receiver)
    {
        using var body = new ByteArrayContent(UniqueScan.Pdf(1));
        using var response = await _system.Api.PostAsync(
            new Uri($"/documents?callback={Uri.EscapeDataString(receiver.Url.AbsoluteUri)}", UriKind.Relative), body);
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private Task SetPausedAsync(string verb) => Eventually.HoldsAsync("the queue is registered", async () =>
    {
        using var response = await _system.Api.PostAsync(new Uri($"/queues/webhooks/{verb}", UriKind.Relative), null);
        return response.IsSuccessStatusCode;
    });

    private Task DeliveredAsync(string documentId) => Eventually.HoldsAsync(
        "the event is delivered",
        async () => await _system.ScalarAsync<long>(
            "SELECT count(*) FROM webhook_deliveries WHERE document_id = $1 AND state = 'delivered'", documentId) == 1);

    private Task SomethingWaitsForTheLockAsync(string statement) => Eventually.HoldsAsync(
        "a worker waits for the lock",
        async () => await _system.ScalarAsync<long>(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%' || $1 || '%'
            """,
            statement) > 0);

    /// <summary>Holds a lock until the result is disposed.</summary>
    private async Task<NpgsqlConnection> HoldAsync(string sql)
    {
        var connection = new NpgsqlConnection($"{_system.ConnectionString};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"BEGIN; {sql}", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
