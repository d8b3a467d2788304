using System.Collections.Concurrent;
using Spade.Jobs.Client;
using Spade.Jobs.Handlers;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Jobs;

/// <summary>Groups that wait share the slots of a queue, whatever number of jobs each has.</summary>
public sealed class GroupTests : IDisposable
{
    private static readonly JobOutcome Done = new JobOutcome.Completed();

    private readonly ConcurrentQueue<string> _started = new();
    private readonly SemaphoreSlim _ends = new(0);

    [Fact]
    public async Task A_thousand_jobs_of_a_group_do_not_hold_up_the_one_of_another()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var producer = await JobsNode.StartAsync(database);
        await EnqueueAsync(producer, "a", 1000);
        await EnqueueAsync(producer, "b", 1);
        await using var node = await StartAsync(database, concurrency: 1);
        _ends.Release(10);
        await StartedAsync(3);
        Assert.Equal(["a", "b", "a"], _started.Take(3));
    }

    [Fact]
    public async Task A_job_that_arrives_behind_a_thousand_of_another_group_gets_the_next_slot()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await StartAsync(database, concurrency: 2);
        await EnqueueAsync(node, "a", 1000);
        await StartedAsync(2);
        await EnqueueAsync(node, "b", 1);
        _ends.Release(1);
        await StartedAsync(3);
        Assert.Equal(["a", "a", "b"], _started);
    }

    [Fact]
    public async Task Groups_share_the_slots_and_one_with_few_jobs_leaves_the_rest_to_the_others()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var producer = await JobsNode.StartAsync(database);
        await EnqueueAsync(producer, "a", 50);
        await EnqueueAsync(producer, "b", 1);
        await EnqueueAsync(producer, "c", 50);
        await using var node = await StartAsync(database, concurrency: 9);
        await StartedAsync(9);
        Assert.Equal([("a", 4), ("b", 1), ("c", 4)], _started.CountBy(group => group).Select(count => (count.Key, count.Value)).Order());
    }

    [Fact]
    public async Task Jobs_without_a_group_are_found_among_the_many_of_a_group_and_take_every_second_slot()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await StartAsync(database, concurrency: 1);
        await EnqueueAsync(node, "a", 5000);
        await StartedAsync(1);
        await EnqueueAsync(node, null, 10);
        await Eventually.HoldsAsync("one has started", () =>
        {
            _ends.Release();
            return Task.FromResult(_started.Contains(""));
        });
        var before = _started.Count;
        Assert.InRange(before, 2, 2000);
        _ends.Release(10);
        await StartedAsync(before + 10);
        Assert.InRange(_started.Skip(before).Take(10).Count(group => group.Length == 0), 4, 6);
    }

    [Fact]
    public async Task Priority_goes_before_groups_and_a_group_keeps_its_order()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var producer = await JobsNode.StartAsync(database);
        foreach (var (name, group, priority) in new (string, string, short)[]
                 {
                     ("a1", "a", 0), ("a2", "a", 0), ("b1", "b", 0), ("c1", "c", 5), ("c2", "c", 5), ("a3", "a", 5),
                 })
            await producer.EnqueueAsync(name, new JobOptions { Group = group, Priority = priority });
        _ends.Release(6);
        await using var node = await StartAsync(database, concurrency: 1);
        await StartedAsync(6);
        Assert.Equal(["a3", "c1", "c2", "a1", "b1", "a2"], _started);
    }

    [Fact]
    public async Task A_job_keeps_its_group_when_it_is_retried_and_its_copy_among_the_dead_letters_has_it_too()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(
            database, (_, _) => Task.FromResult<JobOutcome>(new JobOutcome.Retry(new JobError("test", "It fails."))));
        var id = (await node.EnqueueAsync(options: new()
        {
            Group = "a", RetryLimit = 1, RetryDelay = TimeSpan.Zero, DeadLetterQueue = "dead",
        }))!.Value;
        await database.BecomesAsync(id, "failed");
        Assert.Equal(1, await database.ScalarAsync<int>("SELECT attempt - 1 FROM jobs WHERE id = $1", id));
        Assert.Equal(2, await database.ScalarAsync<long>(
            "SELECT count(*) FROM jobs WHERE group_name = 'a' AND $1 IN (id, dead_letter_of)", id));
    }

    [Theory]
    [InlineData("", "Group is empty")]
    [InlineData("a\n", "Group 'a\\u000a' has a control character")]
    public async Task A_group_that_cannot_be_is_rejected(string group, string message)
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database);
        var invalid = await Assert.ThrowsAsync<InvalidJobException>(() => node.EnqueueAsync(options: new() { Group = group }));
        Assert.Contains(message, invalid.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _ends.Dispose();

    /// <summary>A node whose runs record their names and end one by one.</summary>
    private Task<JobsNode> StartAsync(JobsDatabase database, int concurrency) => JobsNode.StartAsync(
        database,
        async (job, _) =>
        {
            _started.Enqueue(job.Payload.Name);
            try
            {
                await _ends.WaitAsync(job.Shutdown);
                return Done;
            }
            catch (OperationCanceledException)
            {
                return new JobOutcome.Yielded();
            }
        },
        concurrency);

    private Task StartedAsync(int count) =>
        Eventually.HoldsAsync($"{count} jobs have started", () => Task.FromResult(_started.Count >= count));

    /// <summary>Enqueues jobs that are named by their group.</summary>
    private static Task<IReadOnlyList<Guid>> EnqueueAsync(JobsNode node, string? group, int count) => node.Client.EnqueueManyAsync(
        JobsNode.Queue, Enumerable.Repeat(new Work(group ?? ""), count).ToList(), new JobOptions { Group = group }, CancellationToken.None);
}
