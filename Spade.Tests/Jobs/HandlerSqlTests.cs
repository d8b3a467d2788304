using Npgsql;
using Spade.Jobs.Client;
using Spade.Jobs.Handlers;

namespace Spade.Tests.Jobs;

/// <summary>An error of the handler's own SQL fails the job; an absent database does not.</summary>
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
        Assert.Equal((1, 1, 0), (runs, await database.AttemptAsync(id), await database.InterruptionsAsync(id)));
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
        Assert.Equal((4, 1, 0), (runs, await database.AttemptAsync(id), await database.InterruptionsAsync(id)));
        var message = await database.ScalarAsync<string>("SELECT error_message FROM jobs WHERE id = $1", id);
        Assert.Contains("40P01", message, StringComparison.Ordinal);
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
        Assert.Equal((3, 0, 0), (runs, await database.AttemptAsync(id), await database.InterruptionsAsync(id)));
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
        // A probe may also have got a broken connection from the pool.
        Assert.InRange(runs, 4, 8);
        Assert.Equal((1, 0), (await database.AttemptAsync(id), await database.InterruptionsAsync(id)));
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
        Assert.Equal((1, 0), (await database.AttemptAsync(id), await database.InterruptionsAsync(id)));
    }

    [Fact]
    public async Task A_handler_that_finds_no_database_is_run_again_in_place_without_using_an_attempt()
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
}
