namespace Spade.Tests.Webhooks;

/// <summary>Deliveries whose job ends without them: workers were killed, again and again, or a failure could not be recorded.</summary>
public sealed class LostJobTests
{
    [Fact]
    public async Task Workers_that_are_killed_five_times_during_the_attempt_lose_no_event()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var node = await DeliveryNode.StartAsync();
        await node.SetPausedAsync(true);
        var id = await node.SendAsync(receiver.Url);
        var killed = await node.JobOfAsync(id);
        await node.Database.CrashAsync(killed, times: 5);
        await node.SetPausedAsync(false);
        await node.BecomesAsync(id, "delivered");

        Assert.Single(receiver.Events);
        Assert.Equal("failed", await node.Database.StateAsync(killed));
        Assert.NotEqual(killed, await node.JobOfAsync(id));
    }

    [Fact]
    public async Task An_event_in_whose_attempts_twenty_workers_were_killed_fails()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var node = await DeliveryNode.StartAsync();
        await node.SetPausedAsync(true);
        var id = await node.SendAsync(receiver.Url);
        await node.Database.ExecuteAsync(
            """
            INSERT INTO webhook_attempts (delivery_id, number, duration_ms, error) SELECT $1, n, 0, '' FROM generate_series(1, 20) AS n
            """,
            id);
        await node.Database.CrashAsync(await node.JobOfAsync(id), times: 5);
        await node.SetPausedAsync(false);
        await node.BecomesAsync(id, "failed");
        Assert.Empty(receiver.Events);
    }

    [Fact]
    public async Task A_delivery_whose_job_has_failed_without_a_record_gets_another_one()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var node = await DeliveryNode.StartAsync();
        await node.SetPausedAsync(true);
        var id = await node.SendAsync(receiver.Url);
        var killed = await node.JobOfAsync(id);
        await node.Database.CrashAsync(killed, times: 6);
        await node.SetPausedAsync(false);
        await node.Database.BecomesAsync(killed, "failed");
        Assert.Equal("pending", await node.Database.ScalarAsync<string>("SELECT state FROM webhook_deliveries WHERE id = $1", id));

        await node.SweepAsync();
        await node.BecomesAsync(id, "delivered");
        Assert.Single(receiver.Events);
    }

    [Fact]
    public async Task A_delivery_whose_job_was_removed_gets_another_one_and_one_with_a_job_does_not()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var node = await DeliveryNode.StartAsync();
        await node.SetPausedAsync(true);
        var (lost, kept) = (await node.SendAsync(receiver.Url), await node.SendAsync(receiver.Url));
        var (removed, own) = (await node.JobOfAsync(lost), await node.JobOfAsync(kept));
        await node.Database.ExecuteAsync("DELETE FROM jobs WHERE id = $1", removed);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => node.SweepAsync()));
        Assert.NotEqual(removed, await node.JobOfAsync(lost));
        Assert.Equal(own, await node.JobOfAsync(kept));
        Assert.Equal(2L, await node.Database.ScalarAsync<long>("SELECT count(*) FROM jobs WHERE queue = 'webhooks'"));
    }
}
