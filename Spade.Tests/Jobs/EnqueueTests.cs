using Spade.Jobs.Client;
using Spade.Jobs.Maintenance;

namespace Spade.Tests.Jobs;

public sealed class EnqueueTests
{
    [Fact]
    public async Task A_job_enqueued_in_a_transaction_that_rolls_back_never_existed()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database);
        await using (var connection = await database.Source.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            var id = await node.Client.EnqueueAsync(JobsNode.Queue, new Work("x"), null, transaction, CancellationToken.None);
            Assert.NotNull(id);
            await transaction.RollbackAsync();
        }
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM jobs"));
    }

    [Fact]
    public async Task A_singleton_key_admits_one_unfinished_job_and_is_free_again_afterwards()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database);
        var options = new JobOptions { SingletonKey = "nightly" };
        var first = await node.EnqueueAsync("a", options);
        Assert.Null(await node.EnqueueAsync("b", options));
        await database.ExecuteAsync("UPDATE jobs SET state = 'completed', finished_at = now() WHERE id = $1", first!.Value);
        Assert.NotNull(await node.EnqueueAsync("c", options));
    }

    [Fact]
    public async Task Many_jobs_are_added_in_one_statement()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database);
        var ids = await node.Client.EnqueueManyAsync(
            JobsNode.Queue, Enumerable.Range(0, 1000).Select(n => new Work($"{n}")).ToList(), null, CancellationToken.None);
        Assert.Equal(1000, ids.Distinct().Count());
        Assert.Equal(1000, await database.ScalarAsync<long>("SELECT count(DISTINCT payload) FROM jobs WHERE state = 'created'"));
    }

    [Fact]
    public async Task Invalid_options_are_rejected_and_each_is_named()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database);
        var error = await Assert.ThrowsAsync<InvalidJobException>(() => node.EnqueueAsync("x", new JobOptions
        {
            RetryLimit = -1,
            Timeout = TimeSpan.Zero,
            StartAfter = TimeSpan.FromSeconds(-5),
            DeadLetterQueue = JobsNode.Queue,
        }));
        Assert.Contains("RetryLimit is -1", error.Message, StringComparison.Ordinal);
        Assert.Contains("Timeout is 00:00:00", error.Message, StringComparison.Ordinal);
        Assert.Contains("StartAfter is -00:00:05", error.Message, StringComparison.Ordinal);
        Assert.Contains("DeadLetterQueue is the queue itself, 'test'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_itself_rejects_states_that_contradict_one_another()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database);
        var id = (await node.EnqueueAsync())!.Value;
        foreach (var impossible in new[]
                 {
                     "state = 'active'",
                     "state = 'completed'",
                     "state = 'failed', finished_at = now()",
                     "state = 'expired'",
                     "node_id = gen_random_uuid()",
                     "crashes = 1",
                 })
        {
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() =>
                database.ExecuteAsync($"UPDATE jobs SET {impossible} WHERE id = $1", id));
        }
    }

    [Fact]
    public async Task Queues_are_listed_with_their_counts_and_ages()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database);
        await Spade.Tests.Infrastructure.Eventually.HoldsAsync(
            "the queue is registered", async () => await database.ScalarAsync<long>("SELECT count(*) FROM queues") == 1);
        await node.EnqueueAsync("due");
        await node.EnqueueAsync("later", new JobOptions { StartAfter = TimeSpan.FromHours(1) });
        await database.ExecuteAsync("UPDATE jobs SET start_after = now() - interval '30 seconds' WHERE payload->>'name' = 'due'");
        await node.PauseAsync();
        var queue = Assert.Single(await node.Client.GetQueuesAsync(CancellationToken.None));
        Assert.True(queue.Paused);
        Assert.Equal((2, 0, 0), (queue.Created, queue.Active, queue.Failed));
        Assert.InRange(queue.OldestWaiting!.Value.TotalSeconds, 30, 60);
        Assert.False(await node.Client.PauseAsync("no such queue", CancellationToken.None));
    }

    [Fact]
    public async Task Only_finished_jobs_past_their_retention_are_pruned()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database);
        await node.Client.EnqueueManyAsync(
            JobsNode.Queue, Enumerable.Range(0, 2500).Select(n => new Work($"{n}")).ToList(), null, CancellationToken.None);
        var fresh = (await node.EnqueueAsync("fresh"))!.Value;
        var waiting = (await node.EnqueueAsync("waiting"))!.Value;
        await database.ExecuteAsync(
            "UPDATE jobs SET state = 'completed', finished_at = now() - interval '8 days' WHERE id <> ALL ($1)", new[] { fresh, waiting });
        await database.ExecuteAsync("UPDATE jobs SET state = 'cancelled', finished_at = now() - interval '6 days' WHERE id = $1", fresh);
        Assert.Equal(2500, await node.Get<Pruner>().PruneAsync(CancellationToken.None));
        Assert.Equal(2, await database.ScalarAsync<long>("SELECT count(*) FROM jobs"));
    }
}
