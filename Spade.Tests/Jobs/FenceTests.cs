using Spade.Jobs;
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
                     JobStore.Hold(stranger), JobStore.Checkpoint(stranger), JobStore.Complete(stranger), JobStore.GiveBack(stranger),
                     JobStore.HandOver(stranger), JobStore.Retry(stranger, Error, TimeSpan.Zero),
                     JobStore.Fail(stranger, Error, countsAsAttempt: true),
                 })
            Assert.False(await store.WriteAsync(statement, null, CancellationToken.None));
        var (completed, _) = await store.CompleteAsync(JobsNode.Queue, stranger.Node, [new(job.Id, job.Fence)], places: 0, bounds: null);

        Assert.Empty(completed);
        Assert.Equal("active", await database.StateAsync(job.Id));
        Assert.True(await store.WriteAsync(JobStore.Complete(job), null, CancellationToken.None));
    }

    private static async Task<(JobStore Store, ClaimedJob Job)> ClaimAsync(JobsDatabase database)
    {
        await using var node = await JobsNode.StartAsync(database);
        // A node that nobody can see claims nothing.
        await Eventually.HoldsAsync("the node is there", async () => await database.ScalarAsync<long>("SELECT count(*) FROM nodes") == 1);
        await node.EnqueueAsync();
        var store = new JobStore(database.Source);
        return (store, Assert.Single(await store.ClaimAsync(JobsNode.Queue, node.Id, 1, null, CancellationToken.None)));
    }
}
