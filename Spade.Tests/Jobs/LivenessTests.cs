using Spade.Jobs.Handlers;
using Spade.Tests.Infrastructure;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Jobs;

/// <summary>Real worker processes and real signals.</summary>
public sealed class LivenessTests
{
    /// <summary>A quarter of the default, like the heartbeat's interval here.</summary>
    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(5);

    private static readonly (string, string)[] Impatient =
        [("Jobs__StaleAfter", StaleAfter.ToString()), ("Jobs__HeartbeatInterval", (StaleAfter / 4).ToString())];

    [Fact]
    public async Task A_killed_workers_job_goes_on_at_its_checkpoint_on_another_worker_in_about_three_seconds()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var client = await JobsNode.StartAsync(database);
        await using var one = StartWorker(database);
        await using var other = StartWorker(database);
        await one.WaitForLineAsync("has its session");
        await other.WaitForLineAsync("has its session");
        var id = await EnqueueAsync(client, new Steps(40, 100));
        await Task.WhenAny(one.WaitForLineAsync("step 5 done"), other.WaitForLineAsync("step 5 done"));
        var (first, second) = await StepsOf(database, one) ? (one, other) : (other, one);
        first.Send(Signals.Kill);
        await first.WaitForExitAsync();
        var before = await database.ScalarAsync<long>("SELECT count(*) FROM steps");
        await Eventually.HoldsAsync(
            "the second worker goes on before the lease of the first would end", () => StepsOf(database, second), TimeSpan.FromSeconds(18));
        await database.BecomesAsync(id, "completed", TimeSpan.FromSeconds(90));
        Assert.Equal(40, await database.ScalarAsync<long>("SELECT count(*) FROM steps"));
        Assert.Equal(before, await database.ScalarAsync<long>("SELECT count(*) FROM steps WHERE process_id = $1", first.Id));
        Assert.Equal(0, await database.ScalarAsync<int>("SELECT attempt FROM jobs WHERE id = $1", id));
        Assert.Equal(1, await database.ScalarAsync<int>("SELECT interruptions FROM jobs WHERE id = $1", id));
        // Progress after the crash resets the count.
        Assert.Equal(0, await database.ScalarAsync<int>("SELECT crashes FROM jobs WHERE id = $1", id));
    }

    [Fact]
    public async Task A_worker_frozen_inside_a_checkpoint_is_replaced_in_time_and_writes_nothing_when_it_wakes()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var client = await JobsNode.StartAsync(database);
        await using var frozen = StartWorker(database, Impatient);
        var id = await EnqueueAsync(client, new Steps(12, 20, FreezeAt: 6));
        await frozen.WaitForLineAsync("freezing");
        await using var peer = StartWorker(database, Impatient);
        await peer.WaitForLineAsync("has its session");
        // Its transaction keeps the job's row locked until PostgreSQL ends the session: idle_in_transaction_session_timeout, 10 s.
        await Eventually.HoldsAsync("the peer continues", () => StepsOf(database, peer), StaleAfter + TimeSpan.FromSeconds(60));
        await database.BecomesAsync(id, "completed");
        frozen.Send(Signals.Continue);
        await frozen.WaitForLineAsync("thawed");
        await frozen.WaitForLineAsync("was taken away");
        Assert.Equal(12, await database.ScalarAsync<long>("SELECT count(*) FROM steps"));
        Assert.Equal(5, await database.ScalarAsync<long>("SELECT count(*) FROM steps WHERE process_id = $1", frozen.Id));
        Assert.Equal("completed", await database.StateAsync(id));
        // It has joined again and works.
        peer.Send(Signals.Kill);
        await database.BecomesAsync(await EnqueueAsync(client, new Steps(1, 1)), "completed");
    }

    [Fact]
    public async Task A_restart_of_the_database_takes_no_job_from_a_living_worker()
    {
        await using var postgres = new TestPostgresScope();
        await postgres.StartAsync();
        await using var database = await JobsDatabase.CreateAsync(postgres.Server);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runs = 0;
        await using var first = await JobsNode.StartAsync(database, Handle);
        await using var second = await JobsNode.StartAsync(database, Handle);
        var ids = new List<Guid>();
        for (var n = 0; n < 6; n++)
            ids.Add((await first.EnqueueAsync())!.Value);
        await Eventually.HoldsAsync("all run", () => Task.FromResult(Volatile.Read(ref runs) == 6));
        await postgres.Server.RestartAsync();
        // Longer than a free lock takes to prove a node dead after a restart: five seconds and two readings.
        await Eventually.HoldsAsync("the server is up for 8 s", async () => await UptimeAsync(database) > 8);
        go.SetResult();
        foreach (var id in ids)
            await database.BecomesAsync(id, "completed");
        Assert.Equal(6, runs);
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT sum(interruptions + attempt) FROM jobs"));

        async Task<JobOutcome> Handle(JobContext<Work> job, CancellationToken token)
        {
            Interlocked.Increment(ref runs);
            await go.Task.WaitAsync(token);
            await job.CheckpointAsync((_, _) => Task.CompletedTask, token);
            return new JobOutcome.Completed();
        }
    }

    [Fact]
    public async Task Quarantine_ends_a_job_that_kills_its_workers_and_says_why()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var client = await JobsNode.StartAsync(database);
        var id = (await client.Client.EnqueueAsync("killer", new Steps(1, 1), null, CancellationToken.None))!.Value;
        await using (var victim = StartWorker(database))
            Assert.Equal(128 + Signals.Kill, await victim.WaitForExitAsync());
        await Eventually.HoldsAsync(
            "one crash is counted", async () => await database.ScalarAsync<int>("SELECT crashes FROM jobs WHERE id = $1", id) == 1);
        // The backoffs of the third and fourth crash (10 and 20 s) are not waited for here.
        await database.ExecuteAsync("UPDATE jobs SET crashes = 4, interruptions = 4 WHERE id = $1 AND state = 'retry'", id);
        await using (var victim = StartWorker(database))
            Assert.Equal(128 + Signals.Kill, await victim.WaitForExitAsync());
        await using var survivor = StartWorker(database);
        await database.BecomesAsync(id, "failed");
        Assert.Equal("poison", await database.ScalarAsync<string>("SELECT error_type FROM jobs WHERE id = $1", id));
        Assert.Contains(
            "5 processes in a row", await database.ScalarAsync<string>("SELECT error_message FROM jobs WHERE id = $1", id),
            StringComparison.Ordinal);
        Assert.False(survivor.HasExited);
    }

    private static async Task<Guid> EnqueueAsync(JobsNode client, Steps steps) =>
        (await client.Client.EnqueueAsync("steps", steps, null, CancellationToken.None))!.Value;

    private static async Task<bool> StepsOf(JobsDatabase database, ChildProcess worker) =>
        await database.ScalarAsync<long>("SELECT count(*) FROM steps WHERE process_id = $1", worker.Id) > 0;

    private static async Task<double> UptimeAsync(JobsDatabase database)
    {
        try
        {
            return await database.ScalarAsync<double>("SELECT extract(epoch FROM now() - pg_postmaster_start_time())::float8");
        }
        catch (Npgsql.NpgsqlException)
        {
            return 0;
        }
    }

    private static ChildProcess StartWorker(JobsDatabase database, params IEnumerable<(string Variable, string Value)> settings) =>
        ChildProcess.StartDotnet(
            BuildOutput.TestWorker,
            new Dictionary<string, string?>(settings.Select(setting => KeyValuePair.Create(setting.Variable, (string?)setting.Value)))
            {
                ["ConnectionStrings__spadedb"] = database.ConnectionString,
            });
}
