using Npgsql;
using Spade.Jobs.Client;
using Spade.Jobs.Handlers;

namespace Spade.Tests.Jobs;

/// <summary>An error of the handler's write in the completing transaction: the write is repeated where that can help, otherwise the job
/// fails.</summary>
public sealed class HandlerWriteTests
{
    private const string Deadlock = "DO $$ BEGIN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END $$";
    private const string Hangup = "SELECT pg_terminate_backend(pg_backend_pid())";

    private static readonly JobOptions NoRetry = new() { RetryLimit = 0 };
    private static readonly JobOutcome Done = new JobOutcome.Completed();

    [Fact]
    public async Task A_write_of_the_handler_that_takes_too_long_is_its_failure_at_once()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var (runs, writes) = (0, 0);
        await using var node = await JobsNode.StartAsync(database, (job, _) =>
        {
            Interlocked.Increment(ref runs);
            return Task.FromResult<JobOutcome>(new JobOutcome.Completed(async (transaction, token) =>
            {
                Interlocked.Increment(ref writes);
                await using var slow = new NpgsqlCommand("SELECT pg_sleep(60)", transaction.Connection, transaction) { CommandTimeout = 1 };
                await slow.ExecuteNonQueryAsync(token);
            }));
        });
        var id = (await node.EnqueueAsync("x", NoRetry))!.Value;
        await database.BecomesAsync(id, "failed");
        Assert.Equal((1, 1, 1), (runs, writes, await database.AttemptAsync(id)));
        Assert.Equal("result-refused", await database.ScalarAsync<string>("SELECT error_type FROM jobs WHERE id = $1", id));
    }

    [Fact]
    public async Task A_deadlock_of_a_write_is_repeated_and_goes_away_without_another_run()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var (runs, writes) = (0, 0);
        await using var node = await JobsNode.StartAsync(database, (job, _) =>
        {
            Interlocked.Increment(ref runs);
            return Task.FromResult<JobOutcome>(new JobOutcome.Completed(async (transaction, token) =>
            {
                await JobsDatabase.InsertStepAsync(transaction, job.JobId, 1, token);
                if (Interlocked.Increment(ref writes) <= 2)
                    await JobsDatabase.ExecuteAsync(transaction, Deadlock, token);
            }));
        });
        var id = (await node.EnqueueAsync("x", NoRetry))!.Value;
        await database.BecomesAsync(id, "completed");
        Assert.Equal((1, 3, 0, 1L), (runs, writes, await database.AttemptAsync(id), await database.CountStepsAsync()));
    }

    [Fact]
    public async Task A_write_that_always_ends_in_a_deadlock_is_repeated_a_few_times_and_then_a_failure()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var writes = 0;
        await using var node = await JobsNode.StartAsync(database, (_, _) => Task.FromResult<JobOutcome>(
            new JobOutcome.Completed((transaction, token) =>
            {
                Interlocked.Increment(ref writes);
                return JobsDatabase.ExecuteAsync(transaction, Deadlock, token);
            })));
        var id = (await node.EnqueueAsync("x", NoRetry))!.Value;
        await database.BecomesAsync(id, "failed");
        Assert.Equal((4, 1), (writes, await database.AttemptAsync(id)));
    }

    [Theory]
    [InlineData("breaks")]
    [InlineData("closes")]
    public async Task A_write_that_always_loses_its_connection_is_a_failure_in_the_end(string how)
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database, (_, _) => Task.FromResult<JobOutcome>(
            new JobOutcome.Completed((transaction, token) =>
                how == "breaks" ? JobsDatabase.ExecuteAsync(transaction, Hangup, token) : transaction.Connection!.CloseAsync())));
        var id = (await node.EnqueueAsync("x", NoRetry))!.Value;
        await database.BecomesAsync(id, "failed", TimeSpan.FromSeconds(60));
        Assert.Equal((1, 0), (await database.AttemptAsync(id), await database.InterruptionsAsync(id)));
    }

    [Fact]
    public async Task A_copy_whose_connection_breaks_in_the_middle_is_repeated_without_another_run()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var (runs, writes) = (0, 0);
        await using var node = await JobsNode.StartAsync(database, (job, _) =>
        {
            Interlocked.Increment(ref runs);
            return Task.FromResult<JobOutcome>(new JobOutcome.Completed(async (transaction, token) =>
            {
                var backend = transaction.Connection!.ProcessID;
                await using var import = await transaction.Connection.BeginBinaryImportAsync(
                    "COPY steps (job_id, step) FROM STDIN (FORMAT binary)", token);
                if (Interlocked.Increment(ref writes) == 1)
                {
                    await database.ExecuteAsync($"SELECT pg_terminate_backend({backend}, 10000)");
                    // More than the buffers on the way hold.
                    for (var row = 0; row < 1_000_000; row++)
                        await import.WriteRowAsync(token, job.JobId, row);
                }
                await import.WriteRowAsync(token, job.JobId, -1);
                await import.CompleteAsync(token);
            }));
        });
        var id = (await node.EnqueueAsync("x", NoRetry))!.Value;
        await database.BecomesAsync(id, "completed");
        Assert.Equal((1, 2, 0, 1L), (runs, writes, await database.AttemptAsync(id), await database.CountStepsAsync()));
    }

    [Theory]
    [InlineData("completed")]
    [InlineData("retry")]
    public async Task A_deadlock_of_the_queues_own_statement_costs_nothing(string state)
    {
        await using var database = await JobsDatabase.CreateAsync();
        await database.ExecuteAsync(
            $"""
            CREATE SEQUENCE tries;
            CREATE FUNCTION meet_a_deadlock() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN
               IF nextval(''tries'') <= 5 THEN RAISE EXCEPTION ''deadlock detected'' USING ERRCODE = ''40P01''; END IF;
               RETURN NEW;
             END';
            CREATE TRIGGER meet_a_deadlock BEFORE UPDATE ON jobs FOR EACH ROW WHEN (OLD.state = 'active' AND NEW.state = '{state}')
            EXECUTE FUNCTION meet_a_deadlock()
            """);
        var runs = 0;
        await using var node = await JobsNode.StartAsync(database, (_, _) => Task.FromResult(
            Interlocked.Increment(ref runs) == 1 && state == "retry" ? new JobOutcome.Retry(new JobError("not-yet", "Not yet.")) : Done));
        var id = (await node.EnqueueAsync("x", new JobOptions { RetryLimit = 1, RetryDelay = TimeSpan.FromMilliseconds(10) }))!.Value;
        await database.BecomesAsync(id, "completed");
        Assert.Equal((state == "retry" ? 1 : 0, 0), (await database.AttemptAsync(id), await database.InterruptionsAsync(id)));
        Assert.True(await database.ScalarAsync<long>("SELECT last_value FROM tries") > 5);
    }
}
