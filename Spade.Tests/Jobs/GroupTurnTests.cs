using System.Collections.Concurrent;
using Spade.Jobs.Client;
using Spade.Jobs.Fetching;
using Spade.Jobs.Handlers;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Jobs;

/// <summary>Runs of groups that give way.</summary>
public sealed class GroupTurnTests
{
    private static readonly JobOutcome Done = new JobOutcome.Completed();

    private readonly ConcurrentQueue<string> _runs = new();
    private readonly TaskCompletionSource _finish = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_run_gives_way_to_its_own_group_and_the_other_group_keeps_its_slot()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await StartAsync(database);
        await EnqueueAsync(node, "b long");
        await EnqueueAsync(node, "a long");
        await Eventually.HoldsAsync("both run", async () => await database.CountStepsAsync() == 2);
        await EnqueueAsync(node, "a short");
        await Eventually.HoldsAsync("the run of its group goes on after it", () => Task.FromResult(RunsOf("a long") == 2));
        Assert.Equal(1, RunsOf("b long"));
        _finish.SetResult();
    }

    [Fact]
    public async Task A_group_that_has_all_slots_gives_one_to_another_group_and_takes_turns_at_the_rest()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await StartAsync(database);
        await EnqueueAsync(node, "a long");
        await EnqueueAsync(node, "a long");
        await Eventually.HoldsAsync("both run", async () => await database.CountStepsAsync() == 2);
        await EnqueueAsync(node, "b long");
        await Eventually.HoldsAsync("the others take turns", () => Task.FromResult(RunsOf("b long") > 0 && RunsOf("a long") > 5));
        Assert.Equal(1, RunsOf("b long"));
        _finish.SetResult();
        await Eventually.HoldsAsync("all are completed", async () => await database.CountAsync("completed") == 3);
    }

    [Theory]
    [InlineData("a", 0, true, "", "")]
    [InlineData("a", 0, true, "b", "a a b b")]
    [InlineData("a", 0, true, "", "a a b")]
    [InlineData("b", 0, true, "a", "a a b")]
    [InlineData("a", 1, true, "b", "a a b")]
    [InlineData("a", 1, false, "b", "a b")]
    [InlineData("", 0, true, "a", " a")]
    public void A_run_gives_way_to_groups_that_then_have_no_more_runs_than_its_own(
        string own, int asked, bool mayBeOthers, string except, string runs)
    {
        var rivals = WaitingGroups.Rivals(own, runs.Length == 0 ? [own] : [.. runs.Split(' ')], asked);

        Assert.Equal(mayBeOthers, rivals.MayBeOthers);
        Assert.Equal(except, string.Join(' ', rivals.Except.Where(group => group != own)));
    }

    private int RunsOf(string name) => _runs.Count(run => run == name);

    private Task<JobsNode> StartAsync(JobsDatabase database) => JobsNode.StartAsync(
        database,
        async (job, token) =>
        {
            _runs.Enqueue(job.Payload.Name);
            if (job.Payload.Name.EndsWith("short", StringComparison.Ordinal))
                return Done;
            await job.CheckpointAsync(
                (transaction, cancel) => JobsDatabase.ExecuteAsync(
                    transaction,
                    $"INSERT INTO steps (job_id, step) SELECT '{job.JobId}', count(*) FROM steps WHERE job_id = '{job.JobId}'", cancel),
                token);
            await ((Task)_finish.Task).WaitAsync(job.TurnOver).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return job.TurnOver.IsCancellationRequested ? new JobOutcome.GaveWay() : Done;
        },
        concurrency: 2, configure: options => options.PollInterval = TimeSpan.FromMilliseconds(50), turn: TimeSpan.Zero);

    private static Task<Guid?> EnqueueAsync(JobsNode node, string name) => node.EnqueueAsync(name, new JobOptions { Group = name[..1] });
}
