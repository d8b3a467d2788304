using Spade.Jobs.Configuration;
using Spade.Tests.Infrastructure;
using Spade.Tests.TestWorker;

namespace Spade.Tests.Jobs;

public sealed class BlockingHandlerTests
{
    /// <summary>Enough to block all threads of the pool, which adds two a second, for twice <see cref="StaleAfter"/>.</summary>
    private const int Jobs = 40;

    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task Handlers_that_block_every_thread_stop_no_heartbeat_and_keep_their_jobs()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var peer = await JobsNode.StartAsync(database, configure: Impatient);
        await using var worker = ChildProcess.StartDotnet(
            BuildOutput.TestWorker,
            new Dictionary<string, string?>
            {
                ["ConnectionStrings__spadedb"] = database.ConnectionString,
                ["Jobs__HeartbeatInterval"] = HeartbeatInterval.ToString(),
                ["Jobs__StaleAfter"] = StaleAfter.ToString(),
            });
        await worker.WaitForLineAsync("has its session");
        await peer.Client.EnqueueManyAsync("block", Enumerable.Repeat(new Wait(6_000), Jobs).ToArray(), null, CancellationToken.None);

        await Eventually.HoldsAsync(
            "the jobs have run", async () => await database.CountAsync("completed") == Jobs, TimeSpan.FromSeconds(120));

        Assert.True(await HoldsAsync(database, "SELECT sum(interruptions + attempt) = 0 FROM jobs"), string.Join('\n', worker.Lines));
        Assert.DoesNotContain(peer.Lines, line => line.Contains("of its jobs move on", StringComparison.Ordinal));
    }

    private static void Impatient(JobsOptions options)
    {
        options.HeartbeatInterval = HeartbeatInterval;
        options.StaleAfter = StaleAfter;
    }

    private static Task<bool> HoldsAsync(JobsDatabase database, string sql) => database.ScalarAsync<bool>(sql);
}
