using Npgsql;
using Spade.Jobs.Client;
using Spade.Jobs.Handlers;
using Spade.Jobs.Leases;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Jobs;

/// <summary>A run waits for an absent database, keeps its claim and loses nothing.</summary>
public sealed class WaitingRunTests
{
    private static readonly JobOptions NoRetry = new() { RetryLimit = 0 };
    private static readonly JobOutcome Done = new JobOutcome.Completed();

    [Fact]
    public async Task A_run_waits_for_an_absent_database_without_a_limit_whatever_the_timeout_and_the_retry_limit()
    {
        await using var postgres = new TestPostgresScope();
        await postgres.StartAsync();
        await using var database = await JobsDatabase.CreateAsync(postgres.Server);
        var (runs, faults) = (0, 0);
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
                Interlocked.Increment(ref faults);
                throw;
            }
            return Done;
        });
        var id = (await node.EnqueueAsync("x", NoRetry with { Timeout = TimeSpan.FromSeconds(20) }))!.Value;
        await Eventually.HoldsAsync("the handler has seen the absence", () => Task.FromResult(faults > 0));
        // Longer than the 3.5 s of all reruns of a handler whose database answers.
        await WaitAsync(TimeSpan.FromSeconds(4.5));
        await postgres.Server.StartAsync();
        await BecomesAsync(database, id, "completed");
        Assert.Equal((0, 0, 1L), (await database.AttemptAsync(id), await database.InterruptionsAsync(id), await database.FenceAsync(id)));
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
        var id = (await node.EnqueueAsync("x", NoRetry with { Timeout = TimeSpan.FromSeconds(1) }))!.Value;
        await Eventually.HoldsAsync("the first run has begun", () => Task.FromResult(runs > 0));
        await WaitAsync(TimeSpan.FromSeconds(4));
        await postgres.Server.StartAsync();
        await BecomesAsync(database, id, "completed");
        Assert.Equal((0, 0, 1L), (await database.AttemptAsync(id), await database.InterruptionsAsync(id), await database.FenceAsync(id)));
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
            configure: options => options.DrainLimit = TimeSpan.FromSeconds(3));
        await node.EnqueueAsync("x", NoRetry);
        await node.SaysAsync("waits for the database");
        await node.StopAsync();
        Assert.Equal((1, 0), (node.Get<RunningJobs>().Tally.Released, node.Get<RunningJobs>().Tally.Aborted));
    }

    [Fact]
    public async Task A_run_waits_for_a_server_that_became_read_only_and_keeps_its_finished_work()
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
            return new JobOutcome.Completed((transaction, t) => JobsDatabase.InsertStepAsync(transaction, job.JobId, 99, t));
        });
        var finished = (await node.EnqueueAsync("finished", NoRetry))!.Value;
        var writer = (await node.EnqueueAsync("writes by itself", NoRetry))!.Value;
        await Eventually.HoldsAsync("both run", () => Task.FromResult(Volatile.Read(ref began) == 2));
        await SetReadOnlyAsync(database, true);
        go.SetResult();
        await WaitAsync(TimeSpan.FromSeconds(4.5));
        await SetReadOnlyAsync(database, false);
        foreach (var id in new[] { finished, writer })
        {
            await BecomesAsync(database, id, "completed");
            Assert.Equal(
                (0, 0, 1L), (await database.AttemptAsync(id), await database.InterruptionsAsync(id), await database.FenceAsync(id)));
        }
        Assert.Equal((1, 2L), (ended, await database.ScalarAsync<long>("SELECT count(*) FROM steps WHERE step = 99")));
    }

    /// <summary>Lets time pass in which something must not happen.</summary>
    private static async Task WaitAsync(TimeSpan time)
    {
        var began = TimeProvider.System.GetTimestamp();
        await Eventually.HoldsAsync("time has passed", () => Task.FromResult(TimeProvider.System.GetElapsedTime(began) > time));
    }

    /// <summary>A pool that has just lost its server may return broken connections.</summary>
    private static Task BecomesAsync(
        JobsDatabase database, Guid id, string state) => Eventually.HoldsAsync($"job {id} is {state}", async () =>
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
        var setting = isReadOnly ? "on" : "off";
        await database.ExecuteAsync($"ALTER SYSTEM SET default_transaction_read_only = {setting}");
        await database.ExecuteAsync("SELECT pg_reload_conf()");
        await Eventually.HoldsAsync(
            "the server has changed the setting", async () => await database.ScalarAsync<string>("SHOW transaction_read_only") == setting);
    }
}
