using Npgsql;
using Spade.Jobs.Client;
using Spade.Jobs.Handlers;
using Spade.Jobs.Leases;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Jobs;

/// <summary>What the handler's own SQL meets: its statement's fault is the job's, the database's absence is nobody's.</summary>
public sealed class HandlerSqlTests
{
    private const string Deadlock = "DO $$ BEGIN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END $$";
    private const string Hangup = "SELECT pg_terminate_backend(pg_backend_pid())";

    private static readonly JobOptions NoRetry = new() { RetryLimit = 0 };
    private static readonly JobOutcome Done = new JobOutcome.Completed();

    [Theory]
    [InlineData("SELECT pg_sleep(60)", 1)]
    [InlineData("SELECT pg_cancel_backend(pg_backend_pid()), pg_sleep(60)", 60)]
    public async Task A_statement_of_the_handler_that_takes_too_long_is_its_failure_at_once(string sql, int limit)
    {
        await using var database = await JobsDatabase.CreateAsync();
        var runs = 0;
        await using var node = await JobsNode.StartAsync(database, async (_, token) =>
        {
            Interlocked.Increment(ref runs);
            await using var command = database.Source.CreateCommand(sql);
            command.CommandTimeout = limit;
            await command.ExecuteNonQueryAsync(token);
            return Done;
        });
        var id = (await node.EnqueueAsync("x", NoRetry))!.Value;
        await database.BecomesAsync(id, "failed");
        Assert.Equal((1, 1, 0), (runs, await AttemptAsync(database, id), await InterruptionsAsync(database, id)));
    }

    [Fact]
    public async Task A_deadlock_of_the_handler_is_run_again_a_few_times_and_then_its_failure()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var runs = 0;
        await using var node = await JobsNode.StartAsync(database, async (_, _) =>
        {
            Interlocked.Increment(ref runs);
            await database.ExecuteAsync(Deadlock);
            return Done;
        });
        var id = (await node.EnqueueAsync("x", NoRetry))!.Value;
        await database.BecomesAsync(id, "failed");
        Assert.Equal((4, 1, 0), (runs, await AttemptAsync(database, id), await InterruptionsAsync(database, id)));
        Assert.Contains("40P01", await database.ScalarAsync<string>("SELECT error_message FROM jobs WHERE id = $1", id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deadlock_that_goes_away_costs_no_attempt()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var runs = 0;
        await using var node = await JobsNode.StartAsync(database, async (_, _) =>
        {
            if (Interlocked.Increment(ref runs) <= 2)
                await database.ExecuteAsync(Deadlock);
            return Done;
        });
        var id = (await node.EnqueueAsync("x", NoRetry))!.Value;
        await database.BecomesAsync(id, "completed");
        Assert.Equal((3, 0, 0), (runs, await AttemptAsync(database, id), await InterruptionsAsync(database, id)));
    }

    [Fact]
    public async Task A_handler_whose_connection_always_breaks_while_the_database_answers_fails()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var runs = 0;
        await using var node = await JobsNode.StartAsync(database, async (_, _) =>
        {
            Interlocked.Increment(ref runs);
            await database.ExecuteAsync(Hangup);
            return Done;
        });
        var id = (await node.EnqueueAsync("x", NoRetry))!.Value;
        await database.BecomesAsync(id, "failed", TimeSpan.FromSeconds(60));
        // A probe may have met a connection of the pool that had been broken too.
        Assert.InRange(runs, 4, 8);
        Assert.Equal((1, 0), (await AttemptAsync(database, id), await InterruptionsAsync(database, id)));
    }

    [Fact]
    public async Task A_handler_that_cannot_reach_another_database_fails()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var other = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Timeout=2");
        await using var node = await JobsNode.StartAsync(database, async (_, token) =>
        {
            await using var connection = await other.OpenConnectionAsync(token);
            return Done;
        });
        var id = (await node.EnqueueAsync("x", NoRetry))!.Value;
        await database.BecomesAsync(id, "failed", TimeSpan.FromSeconds(60));
        Assert.Equal((1, 0), (await AttemptAsync(database, id), await InterruptionsAsync(database, id)));
    }

    [Fact]
    public async Task An_absent_database_is_waited_for_however_long_it_takes_whatever_the_timeout_and_the_retry_limit()
    {
        await using var postgres = new TestPostgresScope();
        await postgres.StartAsync();
        await using var database = await JobsDatabase.CreateAsync(postgres.Server);
        var (runs, refusals) = (0, 0);
        await using var node = await JobsNode.StartAsync(database, async (_, token) =>
        {
            if (Interlocked.Increment(ref runs) == 1)
                await postgres.Server.StopAsync();
            try
            {
                await database.ExecuteAsync("SELECT 1");
            }
            catch (NpgsqlException)
            {
                Interlocked.Increment(ref refusals);
                throw;
            }
            return Done;
        });
        var id = (await node.EnqueueAsync("x", NoRetry with { Timeout = TimeSpan.FromSeconds(20) }))!.Value;
        await Eventually.HoldsAsync("the handler has met the absence", () => Task.FromResult(refusals > 0));
        // Longer than all reruns of a handler whose database answers.
        await WaitAsync(TimeSpan.FromSeconds(6));
        await postgres.Server.StartAsync();
        await BecomesAsync(database, id, "completed");
        Assert.Equal((0, 0, 1L), (await AttemptAsync(database, id), await InterruptionsAsync(database, id), await FenceAsync(database, id)));
    }

    [Fact]
    public async Task A_run_that_times_out_while_the_database_is_away_is_no_attempt()
    {
        await using var postgres = new TestPostgresScope();
        await postgres.StartAsync();
        await using var database = await JobsDatabase.CreateAsync(postgres.Server);
        var runs = 0;
        await using var node = await JobsNode.StartAsync(database, async (job, token) =>
        {
            if (Interlocked.Increment(ref runs) == 1)
                await postgres.Server.StopAsync();
            await job.CheckpointAsync((_, _) => Task.CompletedTask, token);
            return Done;
        });
        var id = (await node.EnqueueAsync("x", NoRetry with { Timeout = TimeSpan.FromSeconds(3) }))!.Value;
        await Eventually.HoldsAsync("the first run has begun", () => Task.FromResult(runs > 0));
        await WaitAsync(TimeSpan.FromSeconds(8));
        await postgres.Server.StartAsync();
        await BecomesAsync(database, id, "completed");
        Assert.Equal((0, 0, 1L), (await AttemptAsync(database, id), await InterruptionsAsync(database, id), await FenceAsync(database, id)));
    }

    [Fact]
    public async Task A_run_that_waits_for_an_absent_database_when_the_process_stops_loses_nothing()
    {
        await using var postgres = new TestPostgresScope();
        await postgres.StartAsync();
        await using var database = await JobsDatabase.CreateAsync(postgres.Server);
        var runs = 0;
        await using var node = await JobsNode.StartAsync(
            database,
            async (_, token) =>
            {
                if (Interlocked.Increment(ref runs) == 1)
                    await postgres.Server.StopAsync();
                await database.ExecuteAsync("SELECT 1");
                return Done;
            },
            configure: options => options.DrainLimit = TimeSpan.FromSeconds(15));
        await node.EnqueueAsync("x", NoRetry);
        await Eventually.HoldsAsync(
            "the run waits", () => Task.FromResult(node.Lines.Any(line => line.Contains("waits for the database", StringComparison.Ordinal))));
        await node.StopAsync();
        Assert.Equal((1, 0), (node.Get<RunningJobs>().Tally.Released, node.Get<RunningJobs>().Tally.Aborted));
    }

    [Fact]
    public async Task A_server_that_became_read_only_is_waited_for_and_finished_work_is_kept()
    {
        await using var postgres = new TestPostgresScope();
        await postgres.StartAsync();
        await using var database = await JobsDatabase.CreateAsync(postgres.Server);
        var (began, ended) = (0, 0);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var node = await JobsNode.StartAsync(database, async (job, token) =>
        {
            Interlocked.Increment(ref began);
            await go.Task.WaitAsync(token);
            if (job.Payload.Name == "writes by itself")
                await database.ExecuteAsync("INSERT INTO steps (job_id, step) VALUES ($1, 1)", job.JobId);
            else
                Interlocked.Increment(ref ended);
            return new JobOutcome.Completed((transaction, t) => InsertAsync(transaction, job.JobId, 99, t));
        });
        var finished = (await node.EnqueueAsync("finished", NoRetry))!.Value;
        var writer = (await node.EnqueueAsync("writes by itself", NoRetry))!.Value;
        await Eventually.HoldsAsync("both run", () => Task.FromResult(Volatile.Read(ref began) == 2));
        await SetReadOnlyAsync(database, true);
        go.SetResult();
        await WaitAsync(TimeSpan.FromSeconds(6));
        await SetReadOnlyAsync(database, false);
        foreach (var id in new[] { finished, writer })
        {
            await BecomesAsync(database, id, "completed");
            Assert.Equal((0, 0, 1L), (await AttemptAsync(database, id), await InterruptionsAsync(database, id), await FenceAsync(database, id)));
        }
        Assert.Equal((1, 2L), (ended, await database.ScalarAsync<long>("SELECT count(*) FROM steps WHERE step = 99")));
    }

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
        Assert.Equal((1, 1, 1), (runs, writes, await AttemptAsync(database, id)));
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
                await InsertAsync(transaction, job.JobId, 1, token);
                if (Interlocked.Increment(ref writes) <= 2)
                    await ExecuteAsync(transaction, Deadlock, token);
            }));
        });
        var id = (await node.EnqueueAsync("x", NoRetry))!.Value;
        await database.BecomesAsync(id, "completed");
        Assert.Equal((1, 3, 0, 1L), (runs, writes, await AttemptAsync(database, id), await database.ScalarAsync<long>("SELECT count(*) FROM steps")));
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
                return ExecuteAsync(transaction, Deadlock, token);
            })));
        var id = (await node.EnqueueAsync("x", NoRetry))!.Value;
        await database.BecomesAsync(id, "failed");
        Assert.Equal((4, 1), (writes, await AttemptAsync(database, id)));
    }

    [Theory]
    [InlineData("breaks")]
    [InlineData("closes")]
    public async Task A_write_that_always_loses_its_connection_is_a_failure_in_the_end(string how)
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database, (_, _) => Task.FromResult<JobOutcome>(
            new JobOutcome.Completed((transaction, token) =>
                how == "breaks" ? ExecuteAsync(transaction, Hangup, token) : transaction.Connection!.CloseAsync())));
        var id = (await node.EnqueueAsync("x", NoRetry))!.Value;
        await database.BecomesAsync(id, "failed", TimeSpan.FromSeconds(60));
        Assert.Equal((1, 0), (await AttemptAsync(database, id), await InterruptionsAsync(database, id)));
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
                await using var import = await transaction.Connection.BeginBinaryImportAsync("COPY steps (job_id, step) FROM STDIN (FORMAT binary)", token);
                if (Interlocked.Increment(ref writes) == 1)
                {
                    await database.ExecuteAsync($"SELECT pg_terminate_backend({backend}, 10000)");
                    // More than fits into the buffers on the way.
                    for (var row = 0; row < 1_000_000; row++)
                        await import.WriteRowAsync(token, job.JobId, row);
                }
                await import.WriteRowAsync(token, job.JobId, -1);
                await import.CompleteAsync(token);
            }));
        });
        var id = (await node.EnqueueAsync("x", NoRetry))!.Value;
        await database.BecomesAsync(id, "completed");
        Assert.Equal((1, 2, 0, 1L), (runs, writes, await AttemptAsync(database, id), await database.ScalarAsync<long>("SELECT count(*) FROM steps")));
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
            'BEGIN IF nextval(''tries'') <= 5 THEN RAISE EXCEPTION ''deadlock detected'' USING ERRCODE = ''40P01''; END IF; RETURN NEW; END';
            CREATE TRIGGER meet_a_deadlock BEFORE UPDATE ON jobs FOR EACH ROW WHEN (OLD.state = 'active' AND NEW.state = '{state}')
            EXECUTE FUNCTION meet_a_deadlock()
            """);
        var runs = 0;
        await using var node = await JobsNode.StartAsync(database, (_, _) => Task.FromResult(
            Interlocked.Increment(ref runs) == 1 && state == "retry" ? new JobOutcome.Retry(new JobError("not-yet", "Not yet.")) : Done));
        var id = (await node.EnqueueAsync("x", new JobOptions { RetryLimit = 1, RetryDelay = TimeSpan.FromMilliseconds(10) }))!.Value;
        await database.BecomesAsync(id, "completed");
        Assert.Equal((state == "retry" ? 1 : 0, 0), (await AttemptAsync(database, id), await InterruptionsAsync(database, id)));
        Assert.True(await database.ScalarAsync<long>("SELECT last_value FROM tries") > 5);
    }

    /// <summary>For what must not happen meanwhile, by a clock of its own.</summary>
    private static async Task WaitAsync(TimeSpan time)
    {
        var began = TimeProvider.System.GetTimestamp();
        await Eventually.HoldsAsync("time has passed", () => Task.FromResult(TimeProvider.System.GetElapsedTime(began) > time));
    }

    /// <summary>A pool that has just lost its server hands out a broken connection or two.</summary>
    private static Task BecomesAsync(JobsDatabase database, Guid id, string state) => Eventually.HoldsAsync($"job {id} is {state}", async () =>
    {
        try
        {
            return await database.StateAsync(id) == state;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    });

    private static async Task SetReadOnlyAsync(JobsDatabase database, bool isReadOnly)
    {
        await database.ExecuteAsync($"ALTER SYSTEM SET default_transaction_read_only = {(isReadOnly ? "on" : "off")}");
        await database.ExecuteAsync("SELECT pg_reload_conf()");
        await Eventually.HoldsAsync(
            "the server is set", async () => await database.ScalarAsync<string>("SHOW transaction_read_only") == (isReadOnly ? "on" : "off"));
    }

    private static async Task InsertAsync(NpgsqlTransaction transaction, Guid job, int step, CancellationToken token)
    {
        await using var command = new NpgsqlCommand("INSERT INTO steps (job_id, step) VALUES ($1, $2)", transaction.Connection, transaction);
        command.Parameters.Add(new() { Value = job });
        command.Parameters.Add(new() { Value = step });
        await command.ExecuteNonQueryAsync(token);
    }

    private static async Task ExecuteAsync(NpgsqlTransaction transaction, string sql, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        await command.ExecuteNonQueryAsync(token);
    }

    private static Task<int> AttemptAsync(JobsDatabase database, Guid id) =>
        database.ScalarAsync<int>("SELECT attempt FROM jobs WHERE id = $1", id);

    private static Task<int> InterruptionsAsync(JobsDatabase database, Guid id) =>
        database.ScalarAsync<int>("SELECT interruptions FROM jobs WHERE id = $1", id);

    private static Task<long> FenceAsync(JobsDatabase database, Guid id) =>
        database.ScalarAsync<long>("SELECT fence FROM jobs WHERE id = $1", id);
}
