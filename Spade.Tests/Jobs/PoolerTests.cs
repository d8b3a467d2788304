using Spade.Tests.Infrastructure;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Jobs;

/// <summary>Real worker processes behind a real PgBouncer.</summary>
public sealed class PoolerTests
{
    [Fact]
    public async Task A_worker_works_through_a_pooler_in_session_mode_and_is_replaced_when_it_is_killed()
    {
        var postgres = await SharedPostgres.GetAsync();
        await using var database = await JobsDatabase.CreateAsync();
        await using var bouncer = await PgBouncer.StartAsync(postgres, "session");
        await using var client = await JobsNode.StartAsync(database);
        await using var first = StartWorker(bouncer.Through(database.ConnectionString));
        await using var second = StartWorker(bouncer.Through(database.ConnectionString));
        await first.WaitForLineAsync("has its session");
        await second.WaitForLineAsync("has its session");
        var id = await EnqueueAsync(client, new Steps(40, 50));
        ChildProcess? runner = null;
        await Eventually.HoldsAsync(
            "one of them runs it", () => Task.FromResult((runner = Array.Find([first, second], HasDoneFiveSteps)) is not null));

        runner!.Send(Signals.Kill);

        await database.BecomesAsync(id, "completed", TimeSpan.FromSeconds(60));
        Assert.Equal((1, 0), (await database.InterruptionsAsync(id), await database.AttemptAsync(id)));
    }

    [Theory]
    [InlineData("transaction")]
    [InlineData("statement")]
    public async Task A_node_behind_a_pooler_that_shares_sessions_ends_and_says_why(string mode)
    {
        var postgres = await SharedPostgres.GetAsync();
        await using var database = await JobsDatabase.CreateAsync();
        await using var bouncer = await PgBouncer.StartAsync(postgres, mode);
        // The rest of the service would work, but its node has no direct connection.
        await using var worker = StartWorker(bouncer.Through(database.ConnectionString) + ";Max Auto Prepare=0");

        Assert.Equal(1, await worker.WaitForExitAsync());

        var line = Assert.Single(worker.Lines, line => line.Contains("shares sessions", StringComparison.Ordinal));
        Assert.Contains("Jobs__ConnectionName", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_direct_connection_for_the_node_the_rest_may_share_sessions()
    {
        var postgres = await SharedPostgres.GetAsync();
        await using var database = await JobsDatabase.CreateAsync();
        await using var bouncer = await PgBouncer.StartAsync(postgres, "transaction");
        await using var client = await JobsNode.StartAsync(database);
        await using var first = StartWorker(bouncer.Through(database.ConnectionString) + ";Max Auto Prepare=0", database.ConnectionString);
        await using var second = StartWorker(bouncer.Through(database.ConnectionString) + ";Max Auto Prepare=0", database.ConnectionString);
        await first.WaitForLineAsync("has its session");
        await second.WaitForLineAsync("has its session");
        var ids = new List<Guid>();
        for (var job = 0; job < 6; job++)
            ids.Add(await EnqueueAsync(client, new Steps(30, 100)));
        await first.WaitForLineAsync("step 1 done");
        await second.WaitForLineAsync("step 1 done");

        foreach (var id in ids)
            await database.BecomesAsync(id, "completed", TimeSpan.FromSeconds(60));

        Assert.Equal(0, await database.ScalarAsync<long>("SELECT sum(interruptions + attempt) FROM jobs"));
        Assert.DoesNotContain(first.Lines.Concat(second.Lines), line => line.Contains("of its jobs move on", StringComparison.Ordinal));
    }

    private static bool HasDoneFiveSteps(ChildProcess worker) =>
        worker.Lines.Any(line => line.Contains("step 5 done", StringComparison.Ordinal));

    private static async Task<Guid> EnqueueAsync(JobsNode client, Steps steps) =>
        (await client.Client.EnqueueAsync("steps", steps, null, CancellationToken.None))!.Value;

    private static ChildProcess StartWorker(string connectionString, string? direct = null) => ChildProcess.StartDotnet(
        BuildOutput.TestWorker,
        new Dictionary<string, string?>
        {
            ["ConnectionStrings__spadedb"] = connectionString,
            ["ConnectionStrings__direct"] = direct,
            ["Jobs__ConnectionName"] = direct is null ? null : "direct",
        });
}
