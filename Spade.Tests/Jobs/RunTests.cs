using System.Collections.Concurrent;
using Spade.Jobs.Client;
using Spade.Jobs.Handlers;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Jobs;

/// <summary>A run's outcome and its handler's writes are stored together or not at all.</summary>
public sealed class RunTests
{
    private static readonly JobOutcome Done = new JobOutcome.Completed();

    [Fact]
    public async Task The_handlers_result_commits_with_the_completion()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database, (job, _) => Task.FromResult<JobOutcome>(
            new JobOutcome.Completed((transaction, token) => JobsDatabase.InsertStepAsync(transaction, job.JobId, 1, token))));
        var id = (await node.EnqueueAsync())!.Value;
        await database.BecomesAsync(id, "completed");
        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM steps WHERE job_id = $1", id));
    }

    [Fact]
    public async Task A_result_that_the_database_rejects_fails_the_job_and_leaves_nothing_behind()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database, (job, _) => Task.FromResult<JobOutcome>(
            new JobOutcome.Completed(async (transaction, token) =>
            {
                await JobsDatabase.InsertStepAsync(transaction, job.JobId, 1, token);
                await JobsDatabase.InsertStepAsync(transaction, job.JobId, 1, token);
            })));
        var id = (await node.EnqueueAsync("x", new JobOptions { RetryLimit = 0 }))!.Value;
        await database.BecomesAsync(id, "failed");
        Assert.Equal("result-refused", await database.ScalarAsync<string>("SELECT error_type FROM jobs WHERE id = $1", id));
        Assert.Equal(0, await database.CountStepsAsync());
    }

    [Fact]
    public async Task A_run_knows_that_it_is_the_last()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var last = new ConcurrentQueue<bool>();
        await using var node = await JobsNode.StartAsync(database, (job, _) =>
        {
            last.Enqueue(job.IsLastAttempt);
            return Task.FromResult<JobOutcome>(new JobOutcome.Retry(new JobError("broken", "It broke.")));
        });
        var id = (await node.EnqueueAsync("x", new JobOptions { RetryLimit = 2, RetryDelay = TimeSpan.FromMilliseconds(50) }))!.Value;
        await database.BecomesAsync(id, "failed");
        Assert.Equal([false, false, true], last);
    }

    [Fact]
    public async Task A_failing_job_is_retried_with_backoff_then_fails_and_leaves_a_dead_letter()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var attempts = new ConcurrentQueue<int>();
        // Without polls only the timer of each retry starts it.
        await using var node = await JobsNode.StartAsync(
            database,
            (job, _) =>
            {
                attempts.Enqueue(job.Attempt);
                throw new InvalidOperationException("broken on purpose");
            },
            configure: options => options.PollInterval = TimeSpan.FromHours(1));
        var id = (await node.EnqueueAsync("x", new JobOptions
        {
            RetryLimit = 2,
            RetryDelay = TimeSpan.FromMilliseconds(50),
            DeadLetterQueue = "dead",
        }))!.Value;
        await database.BecomesAsync(id, "failed");
        Assert.Equal([0, 1, 2], attempts);
        Assert.Equal(3, await database.AttemptAsync(id));
        Assert.Equal(
            "InvalidOperationException: broken on purpose",
            await database.ScalarAsync<string>("SELECT error_message FROM jobs WHERE dead_letter_of = $1 AND queue = 'dead'", id));
    }

    [Fact]
    public async Task Bad_input_fails_at_once_whatever_the_retry_limit()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(
            database, (_, _) => Task.FromResult<JobOutcome>(new JobOutcome.Failed(new JobError("corrupt", "It is no document."))));
        var id = (await node.EnqueueAsync("x", new JobOptions { RetryLimit = 9 }))!.Value;
        await database.BecomesAsync(id, "failed");
        Assert.Equal(0, await database.AttemptAsync(id));
    }

    [Fact]
    public async Task A_run_past_its_timeout_is_cancelled_and_counts_as_a_failure()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database, async (_, token) =>
        {
            await Cancellation.RequestedAsync(token);
            throw new OperationCanceledException(token);
        });
        var id = (await node.EnqueueAsync("x", new JobOptions { Timeout = TimeSpan.FromMilliseconds(100), RetryLimit = 0 }))!.Value;
        await database.BecomesAsync(id, "failed");
        Assert.Equal("timeout", await database.ScalarAsync<string>("SELECT error_type FROM jobs WHERE id = $1", id));
    }

    [Fact]
    public async Task Cancelling_a_running_job_stops_its_handler_at_once_and_nothing_it_writes_counts()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stopped = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var node = await JobsNode.StartAsync(
            database,
            async (job, token) =>
            {
                started.SetResult();
                await Cancellation.RequestedAsync(token);
                stopped.SetResult(await Record.ExceptionAsync(() => job.CheckpointAsync(
                    (transaction, t) => JobsDatabase.InsertStepAsync(transaction, job.JobId, 1, t), CancellationToken.None)));
                return Done;
            },
            configure: options => (options.HeartbeatInterval, options.StaleAfter) = (TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(180)));
        var id = (await node.EnqueueAsync())!.Value;
        await started.Task.DefaultTimeout();
        await using (var connection = await database.Source.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            Assert.True(await node.Client.CancelAsync(id, transaction, CancellationToken.None));
            await transaction.CommitAsync();
        }
        node.Client.Interrupt(id);
        // Well before the next heartbeat.
        Assert.IsType<JobLostException>(await stopped.Task.WaitAsync(TimeSpan.FromSeconds(50)));
        Assert.Equal("cancelled", await database.StateAsync(id));
        Assert.Equal(0, await database.CountStepsAsync());
    }
}
