using Microsoft.Extensions.Hosting.Internal;
using Spade.Jobs.Completing;
using Spade.Jobs.Fetching;
using Spade.Jobs.Handlers;
using Spade.Jobs.Leases;
using Spade.Jobs.Nodes;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Jobs;

/// <summary>A run writes only where the job's id, the claim's number and the node match.</summary>
public sealed class FenceTests
{
    private static readonly JobError Error = new("type", "Message.");

    [Fact]
    public async Task No_statement_of_a_run_moves_a_job_that_another_node_holds_under_the_same_number()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var (store, job) = await ClaimAsync(database);
        var other = new Node(new HostingEnvironment { ApplicationName = "test" });
        var stranger = job with { Node = other.Id };

        foreach (var statement in new[]
                 {
                     FencedStatements.Hold(stranger), FencedStatements.Checkpoint(stranger), FencedStatements.Complete(stranger),
                     FencedStatements.GiveBack(stranger), FencedStatements.Release(stranger),
                     FencedStatements.Retry(stranger, Error, TimeSpan.Zero), FencedStatements.Fail(stranger, Error, countsAsAttempt: true),
                 })
            Assert.False(await store.WriteAsync(statement, null, CancellationToken.None));
        var completed = await new CompletionStore(database.Source, other).CompleteAsync([new(job.Id, job.Fence)], ride: null);

        Assert.Empty(completed);
        Assert.Equal("active", await database.StateAsync(job.Id));
        Assert.True(await store.WriteAsync(FencedStatements.Complete(job), null, CancellationToken.None));
    }

    private static async Task<(LeaseStore Store, ClaimedJob Job)> ClaimAsync(JobsDatabase database)
    {
        await using var node = await JobsNode.StartAsync(database);
        // A node without a row of its own claims nothing.
        await Eventually.HoldsAsync("the node is there", async () => await database.ScalarAsync<long>("SELECT count(*) FROM nodes") == 1);
        await node.EnqueueAsync();
        var claimed = await node.Get<ClaimStore>().ClaimAsync(JobsNode.Queue, 1, new ClaimLook.InOrder(null), CancellationToken.None);
        return (new LeaseStore(database.Source), Assert.Single(claimed));
    }
}
