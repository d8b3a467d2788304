using System.Collections.Concurrent;
using Spade.Jobs.Client;
using Spade.Jobs.Handlers;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Jobs;

/// <summary>Which jobs are claimed, in which order and how soon.</summary>
public sealed class ClaimTests
{
    private static readonly JobOutcome Done = new JobOutcome.Completed();

    [Fact]
    public async Task Higher_priority_runs_first_and_older_before_younger()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var order = new ConcurrentQueue<string>();
        await using var producer = await JobsNode.StartAsync(database);
        await producer.EnqueueAsync("first low");
        await producer.EnqueueAsync("second low");
        await producer.EnqueueAsync("high", new JobOptions { Priority = 5 });
        var last = (await producer.EnqueueAsync("third low"))!.Value;
        await using var node = await JobsNode.StartAsync(
            database,
            (job, _) =>
            {
                order.Enqueue(job.Payload.Name);
                return Task.FromResult(Done);
            },
            concurrency: 1);
        await database.BecomesAsync(last, "completed");
        Assert.Equal(["high", "first low", "second low", "third low"], order);
    }

    [Fact]
    public async Task A_burst_on_few_slots_never_waits_for_a_poll()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(
            database, (_, _) => Task.FromResult(Done), concurrency: 3, configure: options => options.PollInterval = TimeSpan.FromHours(1));
        await node.Client.EnqueueManyAsync(
            JobsNode.Queue, Enumerable.Range(0, 40).Select(n => new Work($"{n}")).ToList(), null, CancellationToken.None);
        await Eventually.HoldsAsync(
            "all 40 are completed",
            async () => await database.ScalarAsync<long>("SELECT count(*) FROM jobs WHERE state = 'completed'") == 40);
    }

    [Fact]
    public async Task Never_more_jobs_are_claimed_than_there_are_slots()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = 0;
        await using var node = await JobsNode.StartAsync(
            database,
            async (_, _) =>
            {
                Interlocked.Increment(ref running);
                await release.Task;
                return Done;
            },
            concurrency: 3);
        for (var n = 0; n < 10; n++)
            await node.EnqueueAsync();
        await Eventually.HoldsAsync("three run", () => Task.FromResult(Volatile.Read(ref running) == 3));
        Assert.Equal(3, await database.ScalarAsync<long>("SELECT count(*) FROM jobs WHERE state = 'active'"));
        release.SetResult();
        await Eventually.HoldsAsync("all ran", () => Task.FromResult(Volatile.Read(ref running) == 10));
    }

    [Fact]
    public async Task A_paused_queue_rests_until_it_is_resumed()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(
            database,
            (_, _) => Task.FromResult(Done),
            configure: options =>
            {
                options.PollInterval = TimeSpan.FromMilliseconds(20);
                options.HeartbeatInterval = TimeSpan.FromMilliseconds(200);
            });
        await database.BecomesAsync((await node.EnqueueAsync("before"))!.Value, "completed");
        await node.PauseAsync();
        var id = (await node.EnqueueAsync("while paused"))!.Value;
        // Time for twenty polls, measured by the node's heartbeat.
        await Eventually.HoldsAsync("the node has polled many times", () => database.ScalarAsync<bool>(
            "SELECT heartbeat_at > jobs.created_at + interval '400 ms' FROM nodes, jobs WHERE jobs.id = $1", id));
        Assert.Equal("created", await database.StateAsync(id));
        await node.Client.ResumeAsync(JobsNode.Queue, CancellationToken.None);
        await database.BecomesAsync(id, "completed");
    }
}
