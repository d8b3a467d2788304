using Spade.Jobs.Client;
using Spade.Jobs.Handlers;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Jobs;

public sealed class RetryByHandTests
{
    private static readonly JobOptions Nightly = new() { SingletonKey = "nightly" };

    [Fact]
    public async Task A_failed_job_can_be_run_again_by_hand()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var broken = true;
        await using var node = await JobsNode.StartAsync(database, (_, _) => Task.FromResult<JobOutcome>(
            broken ? new JobOutcome.Failed(new JobError("broken", "Not yet.")) : new JobOutcome.Completed()));
        var id = (await node.EnqueueAsync())!.Value;
        await database.BecomesAsync(id, "failed");
        Assert.Equal(RetryResult.NotFound, await node.Client.RetryAsync(Guid.NewGuid(), CancellationToken.None));
        broken = false;
        Assert.Equal(RetryResult.Retried, await node.Client.RetryAsync(id, CancellationToken.None));
        await database.BecomesAsync(id, "completed");
        Assert.Equal(RetryResult.NotRetryable, await node.Client.RetryAsync(id, CancellationToken.None));
    }

    [Fact]
    public async Task A_job_whose_singleton_key_a_newer_one_has_is_not_run_again_and_the_result_says_why()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database);
        var old = await CancelledAsync(database, node);
        var newer = (await node.EnqueueAsync("newer", Nightly))!.Value;
        Assert.Equal(RetryResult.Superseded, await node.Client.RetryAsync(old, CancellationToken.None));
        Assert.Equal("cancelled", await database.StateAsync(old));
        await CancelAsync(database, newer);
        Assert.Equal(RetryResult.Retried, await node.Client.RetryAsync(old, CancellationToken.None));
        Assert.Equal(RetryResult.Superseded, await node.Client.RetryAsync(newer, CancellationToken.None));
    }

    [Fact]
    public async Task A_newer_job_that_is_not_committed_yet_takes_precedence_as_well()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database);
        var old = await CancelledAsync(database, node);
        await using var connection = await database.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await node.Client.EnqueueAsync(JobsNode.Queue, new Work("newer"), Nightly, transaction, CancellationToken.None);
        var retry = node.Client.RetryAsync(old, CancellationToken.None);
        await Eventually.HoldsAsync("the retry waits for the newer job", () => database.ScalarAsync<bool>(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"));
        await transaction.CommitAsync();
        Assert.Equal(RetryResult.Superseded, await retry);
        Assert.Equal("cancelled", await database.StateAsync(old));
    }

    private static async Task<Guid> CancelledAsync(JobsDatabase database, JobsNode node)
    {
        var id = (await node.EnqueueAsync("old", Nightly))!.Value;
        await CancelAsync(database, id);
        return id;
    }

    private static Task<int> CancelAsync(JobsDatabase database, Guid id) =>
        database.ExecuteAsync("UPDATE jobs SET state = 'cancelled', finished_at = now() WHERE id = $1", id);
}
