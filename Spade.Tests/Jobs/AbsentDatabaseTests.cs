using Npgsql;
using Spade.Jobs.Handlers;
using Spade.Jobs.Leases;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Jobs;

/// <summary>The queue's background work survives every kind of database error.</summary>
public sealed class AbsentDatabaseTests
{
    [Fact]
    public async Task A_server_that_turns_read_only_costs_neither_the_node_nor_the_job_that_it_runs()
    {
        await using var postgres = new TestPostgresScope();
        await postgres.StartAsync();
        await using var database = await JobsDatabase.CreateAsync(postgres.Server);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runs = 0;
        await using var node = await JobsNode.StartAsync(
            database,
            async (job, token) =>
            {
                Interlocked.Increment(ref runs);
                await go.Task.WaitAsync(token);
                return new JobOutcome.Completed();
            },
            configure: options => options.PruneInterval = TimeSpan.FromMilliseconds(50));
        var id = (await node.EnqueueAsync())!.Value;
        await database.BecomesAsync(id, "active");

        await postgres.Server.SetReadOnlyAsync(true);
        await node.SaysAsync("read-only");
        go.SetResult();
        node.Client.Wake(JobsNode.Queue);
        await Assert.ThrowsAsync<PostgresException>(() => node.EnqueueAsync());
        Assert.False(node.IsStopping);
        await postgres.Server.SetReadOnlyAsync(false);

        await database.BecomesAsync(id, "completed");
        await database.BecomesAsync((await node.EnqueueAsync())!.Value, "completed");
        Assert.Equal(2, runs);
        Assert.Equal(0, await database.ScalarAsync<int>("SELECT attempt + interruptions FROM jobs WHERE id = $1", id));
        Assert.False(node.Get<RunningJobs>().IsBroken);
    }

    [Fact]
    public async Task A_node_that_stops_while_the_server_is_read_only_does_not_count_as_broken()
    {
        await using var postgres = new TestPostgresScope();
        await postgres.StartAsync();
        await using var database = await JobsDatabase.CreateAsync(postgres.Server);
        await using var node = await JobsNode.StartAsync(
            database, (_, _) => Task.FromResult<JobOutcome>(new JobOutcome.Completed()),
            configure: options => options.PruneInterval = TimeSpan.FromMilliseconds(50));
        await database.BecomesAsync((await node.EnqueueAsync())!.Value, "completed");

        await postgres.Server.SetReadOnlyAsync(true);
        await node.SaysAsync("cannot be pruned");
        await node.StopAsync().DefaultTimeout();

        Assert.False(node.Get<RunningJobs>().IsBroken);
    }

    [Fact]
    public async Task A_notification_that_PostgreSQL_would_reject_does_not_affect_others()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database);
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = node.Notifications.Subscribe("test", key =>
        {
            if (key == "short")
                heard.TrySetResult();
        });
        await node.HearsNotificationsAsync();

        node.Notifications.Publish("test", new string('k', 8_000));
        node.Notifications.Publish("test", "a\0b");
        node.Notifications.Publish("test", "short");

        await heard.Task.DefaultTimeout();
        Assert.False(node.IsStopping);
    }

    [Fact]
    public async Task A_node_works_its_queues_although_they_cannot_be_registered()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await database.ExecuteAsync("ALTER TABLE queues ADD CONSTRAINT none CHECK (name = 'none')");
        await using var node = await JobsNode.StartAsync(database, (_, _) => Task.FromResult<JobOutcome>(new JobOutcome.Completed()));

        await database.BecomesAsync((await node.EnqueueAsync())!.Value, "completed");

        Assert.False(node.IsStopping);
    }
}
