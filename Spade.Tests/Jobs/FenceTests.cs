using Spade.Jobs.Handlers;
using Spade.Jobs.Leases;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Jobs;

/// <summary>A run writes under its job's id, its claim's number and its node.</summary>
public sealed class FenceTests
{
    private static readonly JobError Error = new("type", "Message.");

    [Fact]
    public async Task No_statement_of_a_run_moves_a_job_that_another_node_holds_under_the_same_number()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var (store, job) = await ClaimAsync(database);
        var stranger = job with { Node = Guid.NewGuid() };

        foreach (var statement in new[]
                 {
                     LeaseStore.Hold(stranger), LeaseStore.Checkpoint(stranger), LeaseStore.Complete(stranger), LeaseStore.GiveBack(stranger),
                     LeaseStore.Release(stranger), LeaseStore.Retry(stranger, Error, TimeSpan.Zero),
                     LeaseStore.Fail(stranger, Error, countsAsAttempt: true),
                 })
            Assert.False(await store.WriteAsync(statement, null, CancellationToken.None));
        var (completed, _) = await store.CompleteAsync(JobsNode.Queue, stranger.Node, [new(job.Id, job.Fence)], places: 0, bounds: null);

        Assert.Empty(completed);
        Assert.Equal("active", await database.StateAsync(job.Id));
        Assert.True(await store.WriteAsync(LeaseStore.Complete(job), null, CancellationToken.None));
    }

    private static async Task<(LeaseStore Store, ClaimedJob Job)> ClaimAsync(JobsDatabase database)
    {
        await using var node = await JobsNode.StartAsync(database);
        // A node that nobody can see claims nothing.
        await Eventually.HoldsAsync("the node is there", async () => await database.ScalarAsync<long>("SELECT count(*) FROM nodes") == 1);
        await node.EnqueueAsync();
        var store = new LeaseStore(database.Source);
        return (store, Assert.Single(await store.ClaimAsync(JobsNode.Queue, node.Id, 1, null, CancellationToken.None)));
    }
}
