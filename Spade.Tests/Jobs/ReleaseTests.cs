using Spade.Jobs.Handlers;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Jobs;

/// <summary>A node that stops releases its jobs for other nodes, and no attempt is used.</summary>
public sealed class ReleaseTests
{
    private static readonly JobOutcome Done = new JobOutcome.Completed();

    [Fact]
    public async Task A_stopping_node_releases_its_job_and_a_peer_continues_it_without_using_an_attempt()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var node = await JobsNode.StartAsync(database, async (job, _) =>
        {
            started.SetResult();
            await Cancellation.RequestedAsync(job.Shutdown);
            return new JobOutcome.Yielded();
        });
        var id = (await node.EnqueueAsync())!.Value;
        await started.Task.DefaultTimeout();
        await using var peer = await JobsNode.StartAsync(
            database, (_, _) => Task.FromResult(Done), configure: options => options.PollInterval = TimeSpan.FromHours(1));
        await node.DisposeAsync();
        // The peer does not poll: the release itself wakes it.
        await database.BecomesAsync(id, "completed", TimeSpan.FromSeconds(10));
        Assert.Equal(0, await database.AttemptAsync(id));
        Assert.Equal(1, await database.InterruptionsAsync(id));
        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM nodes"));
    }

    [Fact]
    public async Task A_handler_that_passes_on_the_shutdown_token_yields_and_does_not_fail()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var node = await JobsNode.StartAsync(database, async (job, _) =>
        {
            started.SetResult();
            await Cancellation.RequestedAsync(job.Shutdown);
            throw new OperationCanceledException(job.Shutdown);
        });
        var id = (await node.EnqueueAsync())!.Value;
        await started.Task.DefaultTimeout();
        await node.DisposeAsync();
        Assert.Equal("retry", await database.StateAsync(id));
        Assert.Equal(
            (0, 1),
            (await database.AttemptAsync(id),
             await database.InterruptionsAsync(id)));
    }

    [Fact]
    public async Task A_handler_that_does_not_yield_is_cancelled_at_the_drain_limit_and_its_job_is_released()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var node = await JobsNode.StartAsync(
            database,
            async (_, token) =>
            {
                started.SetResult();
                await Cancellation.RequestedAsync(token);
                throw new OperationCanceledException(token);
            },
            configure: options => options.DrainLimit = TimeSpan.FromMilliseconds(200));
        var id = (await node.EnqueueAsync())!.Value;
        await started.Task.DefaultTimeout();
        await node.DisposeAsync();
        Assert.Equal("retry", await database.StateAsync(id));
        Assert.Equal(1, await database.InterruptionsAsync(id));
    }

    [Fact]
    public async Task A_job_without_a_run_is_released_by_its_own_node()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(
            database, (_, _) => Task.FromResult(Done), configure: options => options.HeartbeatInterval = TimeSpan.FromMilliseconds(200));
        await node.PauseAsync();
        var id = (await node.EnqueueAsync("the answer to its claim was lost"))!.Value;
        await database.ExecuteAsync(
            "UPDATE jobs SET state = 'active', node_id = $2, fence = 1, claimed_at = now() WHERE id = $1", id, node.Id);
        await node.Client.ResumeAsync(JobsNode.Queue, CancellationToken.None);
        await database.BecomesAsync(id, "completed");
        Assert.Equal(1, await database.InterruptionsAsync(id));
    }
}
