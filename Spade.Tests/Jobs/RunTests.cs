using System.Collections.Concurrent;
using Npgsql;
using Spade.Jobs.Client;
using Spade.Jobs.Handlers;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Jobs;

public sealed class RunTests
{
    private static readonly JobOutcome Done = new JobOutcome.Completed();

    [Fact]
    public async Task The_handlers_result_commits_with_the_completion()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database, (job, _) => Task.FromResult<JobOutcome>(
            new JobOutcome.Completed((transaction, token) => InsertStepAsync(transaction, job.JobId, 1, token))));
        var id = (await node.EnqueueAsync())!.Value;
        await database.BecomesAsync(id, "completed");
        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM steps WHERE job_id = $1", id));
    }

    [Fact]
    public async Task A_result_that_the_database_refuses_fails_the_job_and_leaves_nothing_behind()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database, (job, _) => Task.FromResult<JobOutcome>(
            new JobOutcome.Completed(async (transaction, token) =>
            {
                await InsertStepAsync(transaction, job.JobId, 1, token);
                await InsertStepAsync(transaction, job.JobId, 1, token);
            })));
        var id = (await node.EnqueueAsync("x", new JobOptions { RetryLimit = 0 }))!.Value;
        await database.BecomesAsync(id, "failed");
        Assert.Equal("result-refused", await database.ScalarAsync<string>("SELECT error_type FROM jobs WHERE id = $1", id));
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM steps"));
    }

    [Fact]
    public async Task A_failing_job_is_retried_with_backoff_then_fails_and_leaves_a_dead_letter()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var attempts = new ConcurrentQueue<int>();
        // No poll helps here: each retry is woken by its own timer.
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
        Assert.Equal(3, await database.ScalarAsync<int>("SELECT attempt FROM jobs WHERE id = $1", id));
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
        Assert.Equal(0, await database.ScalarAsync<int>("SELECT attempt FROM jobs WHERE id = $1", id));
    }

    [Fact]
    public async Task A_run_past_its_timeout_is_cancelled_and_counts_as_a_failure()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database, async (_, token) =>
        {
            await Forever(token);
            throw new OperationCanceledException(token);
        });
        var id = (await node.EnqueueAsync("x", new JobOptions { Timeout = TimeSpan.FromMilliseconds(100), RetryLimit = 0 }))!.Value;
        await database.BecomesAsync(id, "failed");
        Assert.Equal("timeout", await database.ScalarAsync<string>("SELECT error_type FROM jobs WHERE id = $1", id));
    }

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
        // Twenty polls, by the node's own heartbeat.
        await Eventually.HoldsAsync("the node has looked again and again", () => database.ScalarAsync<bool>(
            "SELECT heartbeat_at > jobs.created_at + interval '400 ms' FROM nodes, jobs WHERE jobs.id = $1", id));
        Assert.Equal("created", await database.StateAsync(id));
        await node.Client.ResumeAsync(JobsNode.Queue, CancellationToken.None);
        await database.BecomesAsync(id, "completed");
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
                await Forever(token);
                stopped.SetResult(await Record.ExceptionAsync(() => job.CheckpointAsync(
                    (transaction, t) => InsertStepAsync(transaction, job.JobId, 1, t), CancellationToken.None)));
                return Done;
            },
            configure: options => options.HeartbeatInterval = TimeSpan.FromSeconds(9));
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
        Assert.IsType<JobLostException>(await stopped.Task.WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.Equal("cancelled", await database.StateAsync(id));
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM steps"));
    }

    [Fact]
    public async Task A_stopping_node_hands_its_job_over_and_a_peer_goes_on_without_an_attempt_burnt()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var node = await JobsNode.StartAsync(database, async (job, _) =>
        {
            started.SetResult();
            await Forever(job.Shutdown);
            return new JobOutcome.Yielded();
        });
        var id = (await node.EnqueueAsync())!.Value;
        await started.Task.DefaultTimeout();
        await using var peer = await JobsNode.StartAsync(
            database, (_, _) => Task.FromResult(Done), configure: options => options.PollInterval = TimeSpan.FromHours(1));
        await node.DisposeAsync();
        // The peer does not poll: the hand-over itself wakes it.
        await database.BecomesAsync(id, "completed", TimeSpan.FromSeconds(10));
        Assert.Equal(0, await database.ScalarAsync<int>("SELECT attempt FROM jobs WHERE id = $1", id));
        Assert.Equal(1, await database.ScalarAsync<int>("SELECT interruptions FROM jobs WHERE id = $1", id));
        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(*) FROM nodes"));
    }

    [Fact]
    public async Task A_handler_that_passes_the_shutdown_token_on_hands_over_and_has_not_failed()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var node = await JobsNode.StartAsync(database, async (job, _) =>
        {
            started.SetResult();
            await Forever(job.Shutdown);
            throw new OperationCanceledException(job.Shutdown);
        });
        var id = (await node.EnqueueAsync())!.Value;
        await started.Task.DefaultTimeout();
        await node.DisposeAsync();
        Assert.Equal("retry", await database.StateAsync(id));
        Assert.Equal(
            (0, 1),
            (await database.ScalarAsync<int>("SELECT attempt FROM jobs WHERE id = $1", id),
             await database.ScalarAsync<int>("SELECT interruptions FROM jobs WHERE id = $1", id)));
    }

    [Fact]
    public async Task A_handler_that_will_not_yield_is_cancelled_at_the_drain_limit_and_its_job_moves_on()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var node = await JobsNode.StartAsync(
            database,
            async (_, token) =>
            {
                started.SetResult();
                await Forever(token);
                throw new OperationCanceledException(token);
            },
            configure: options => options.DrainLimit = TimeSpan.FromMilliseconds(200));
        var id = (await node.EnqueueAsync())!.Value;
        await started.Task.DefaultTimeout();
        await node.DisposeAsync();
        Assert.Equal("retry", await database.StateAsync(id));
        Assert.Equal(1, await database.ScalarAsync<int>("SELECT interruptions FROM jobs WHERE id = $1", id));
    }

    [Fact]
    public async Task A_handler_that_finds_no_database_is_run_again_in_place_without_an_attempt_burnt()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var runs = 0;
        await using var node = await JobsNode.StartAsync(database, async (_, _) =>
        {
            if (Interlocked.Increment(ref runs) == 1)
                await database.ExecuteAsync("SELECT pg_terminate_backend(pg_backend_pid())");
            return Done;
        });
        var id = (await node.EnqueueAsync())!.Value;
        await database.BecomesAsync(id, "completed");
        Assert.Equal((2, 0), (runs, await database.ScalarAsync<int>("SELECT attempt + interruptions FROM jobs WHERE id = $1", id)));
    }

    [Fact]
    public async Task A_job_without_a_run_is_handed_over_by_its_own_node()
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
        Assert.Equal(1, await database.ScalarAsync<int>("SELECT interruptions FROM jobs WHERE id = $1", id));
    }

    private static async Task InsertStepAsync(NpgsqlTransaction transaction, Guid job, int step, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(
            "INSERT INTO steps (job_id, step) VALUES ($1, $2)", transaction.Connection, transaction);
        command.Parameters.Add(new() { Value = job });
        command.Parameters.Add(new() { Value = step });
        await command.ExecuteNonQueryAsync(token);
    }

    private static async Task Forever(CancellationToken token)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (token.Register(end.SetResult))
            await end.Task;
    }
}
