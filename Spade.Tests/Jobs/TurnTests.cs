using System.Collections.Concurrent;
using Spade.Jobs.Client;
using Spade.Jobs.Handlers;
using Spade.Jobs.Leases;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Jobs;

/// <summary>A long run gives way to jobs that wait for its slot, and its job continues behind them.</summary>
public sealed class TurnTests
{
    private static readonly JobOutcome Done = new JobOutcome.Completed();

    private readonly ConcurrentQueue<string> _runs = new();
    private readonly TaskCompletionSource _finish = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_that_has_had_its_turn_gives_way_and_continues_behind_the_job_that_waited(bool throws)
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await StartAsync(database, concurrency: 1, throws);
        var id = (await node.EnqueueAsync("long"))!.Value;
        await RunsAsync("long");
        await node.EnqueueAsync("short");
        await RunsAsync("long", "short", "long");
        _finish.SetResult();

        await database.BecomesAsync(id, "completed");
        Assert.Equal((0, 0), (await database.AttemptAsync(id), await database.InterruptionsAsync(id)));
        Assert.Equal(2, await database.ScalarAsync<long>("SELECT count(*) FROM steps WHERE job_id = $1", id));
        Assert.Equal(["long", "short", "long"], _runs);
    }

    [Fact]
    public async Task A_run_does_not_give_way_to_a_job_of_lower_priority()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await StartAsync(database, concurrency: 1);
        await node.EnqueueAsync("long", new JobOptions { Priority = 5 });
        await RunsAsync("long");
        await node.EnqueueAsync("low");
        await node.EnqueueAsync("high", new JobOptions { Priority = 5 });
        await RunsAsync("long", "high", "long");
        _finish.SetResult();
        await RunsAsync("long", "high", "long", "low");
    }

    [Fact]
    public async Task No_more_runs_give_way_than_jobs_wait()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var (started, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var gaveWay = 0;
        await using var node = await JobsNode.StartAsync(
            database,
            async (job, token) =>
            {
                if (job.Payload.Name == "short")
                {
                    started.SetResult();
                    await go.Task;
                    return Done;
                }

                await StepAsync(job, token);
                await Task.WhenAny(Cancelled(job.TurnOver), _finish.Task);
                if (!job.TurnOver.IsCancellationRequested)
                    return Done;
                Interlocked.Increment(ref gaveWay);
                return new JobOutcome.GaveWay();
            },
            concurrency: 3, configure: options => options.PollInterval = TimeSpan.FromMilliseconds(50), turn: TimeSpan.Zero);
        foreach (var name in new[] { "one", "two", "three" })
            await node.EnqueueAsync(name);
        await Eventually.HoldsAsync("three jobs run", async () => await database.CountStepsAsync() == 3);
        await node.EnqueueAsync("short");
        await started.Task.DefaultTimeout();
        Assert.Equal(1, gaveWay);

        _finish.SetResult();
        go.SetResult();
        await Eventually.HoldsAsync("all are completed", async () => await database.CountAsync("completed") == 4);
    }

    [Fact]
    public async Task A_run_without_a_checkpoint_is_not_asked()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var (started, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var node = await JobsNode.StartAsync(
            database,
            async (job, token) =>
            {
                _runs.Enqueue(job.Payload.Name);
                if (job.Payload.Name != "long")
                    return Done;
                started.TrySetResult();
                await go.Task;
                // Jobs have been waiting all the time.
                Assert.False(job.TurnOver.IsCancellationRequested);
                await StepAsync(job, token);
                await Cancelled(job.TurnOver);
                return new JobOutcome.Completed();
            },
            concurrency: 1, configure: options => options.PollInterval = TimeSpan.FromMilliseconds(20), turn: TimeSpan.Zero);
        await node.EnqueueAsync("long");
        await started.Task.DefaultTimeout();
        await node.EnqueueAsync("short");
        go.SetResult();
        await RunsAsync("long", "short");
    }

    [Fact]
    public async Task A_run_that_gives_way_while_the_process_stops_counts_as_finished()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var node = await JobsNode.StartAsync(
            database,
            async (job, token) =>
            {
                await StepAsync(job, token);
                await Cancelled(job.TurnOver);
                asked.TrySetResult();
                await Cancelled(job.Shutdown);
                return new JobOutcome.GaveWay();
            },
            concurrency: 1, configure: options => options.PollInterval = TimeSpan.FromMilliseconds(50), turn: TimeSpan.Zero);
        var id = (await node.EnqueueAsync("long"))!.Value;
        await node.EnqueueAsync("other");
        await asked.Task.DefaultTimeout();
        await node.StopAsync();
        var tally = node.Get<RunningJobs>().Tally;
        Assert.Equal((1, 0, 0), (tally.Finished, tally.Released, tally.Aborted));
        Assert.Equal("retry", await database.StateAsync(id));
        Assert.Equal(0, await database.InterruptionsAsync(id));
        await node.DisposeAsync();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(86_401)]
    public async Task A_turn_that_cannot_be_is_rejected(int seconds)
    {
        await using var database = await JobsDatabase.CreateAsync();
        var invalid = await Assert.ThrowsAsync<InvalidJobException>(() => JobsNode.StartAsync(
            database, (_, _) => Task.FromResult(Done), turn: TimeSpan.FromSeconds(seconds)));
        Assert.Contains("Queue 'test' has a turn of", invalid.Message, StringComparison.Ordinal);
    }

    private Task<JobsNode> StartAsync(JobsDatabase database, int concurrency, bool throws = false) => JobsNode.StartAsync(
        database,
        async (job, token) =>
        {
            _runs.Enqueue(job.Payload.Name);
            if (job.Payload.Name != "long")
                return Done;
            await StepAsync(job, token);
            await Task.WhenAny(Cancelled(job.TurnOver), _finish.Task);
            if (throws)
                job.TurnOver.ThrowIfCancellationRequested();
            return job.TurnOver.IsCancellationRequested ? new JobOutcome.GaveWay() : Done;
        },
        concurrency, configure: options => options.PollInterval = TimeSpan.FromMilliseconds(50), turn: TimeSpan.Zero);

    private Task RunsAsync(params string[] names) => Eventually.HoldsAsync(
        $"{string.Join(", ", names)} have run", () => Task.FromResult(_runs.SequenceEqual(names)));

    /// <summary>A checkpoint that shows in the table of steps.</summary>
    private static async Task StepAsync(JobContext<Work> job, CancellationToken cancellationToken) => await job.CheckpointAsync(
        (transaction, token) => JobsDatabase.ExecuteAsync(
            transaction,
            $"INSERT INTO steps (job_id, step) SELECT '{job.JobId}', count(*) FROM steps WHERE job_id = '{job.JobId}'", token),
        cancellationToken);

    private static Task Cancelled(CancellationToken token)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        token.Register(cancelled.SetResult);
        return cancelled.Task;
    }
}
