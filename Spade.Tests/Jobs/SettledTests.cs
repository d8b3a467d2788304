using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spade.Jobs.Client;
using Spade.Jobs.Handlers;
using Spade.Jobs.Leases;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Jobs;

/// <summary>A handler is called when the last transaction of its run has ended.</summary>
public sealed class SettledTests
{
    private const string Queue = "settling";

    private static readonly JobOptions NoRetry = new() { RetryLimit = 0 };

    [Theory]
    [InlineData("completed", "completed")]
    [InlineData("rejected", "failed")]
    [InlineData("broken", "failed")]
    public async Task OnSettledAsync_is_called_once_on_the_same_handler_and_finds_its_outcome_committed(string name, string state)
    {
        await using var database = await JobsDatabase.CreateAsync();
        var states = new ConcurrentQueue<string>();
        await using var node = await StartAsync(database, new(async id => states.Enqueue(await database.StateAsync(id))));

        var id = await node.Client.EnqueueAsync(Queue, new Work(name), NoRetry, CancellationToken.None);

        await database.BecomesAsync(id!.Value, state);
        await HasEndedAsync(node);
        Assert.Equal([state], states);
    }

    [Fact]
    public async Task OnSettledAsync_is_called_when_a_stopping_node_has_released_its_job()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var states = new ConcurrentQueue<string>();
        var observer = new Observer(async id => states.Enqueue(await database.StateAsync(id)));
        var node = await StartAsync(database, observer);
        await node.Client.EnqueueAsync(Queue, new Work("yielding"), NoRetry, CancellationToken.None);
        await observer.Started.Task.DefaultTimeout();

        await node.DisposeAsync();

        Assert.Equal(["retry"], states);
    }

    [Fact]
    public async Task OnSettledAsync_is_called_when_a_job_was_cancelled_during_its_run()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var states = new ConcurrentQueue<string>();
        var observer = new Observer(async id => states.Enqueue(await database.StateAsync(id)));
        await using var node = await StartAsync(database, observer);
        var id = await node.Client.EnqueueAsync(Queue, new Work("waiting"), NoRetry, CancellationToken.None);
        await observer.Started.Task.DefaultTimeout();

        await using (var connection = await database.Source.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            Assert.True(await node.Client.CancelAsync(id!.Value, transaction, CancellationToken.None));
            await transaction.CommitAsync();
        }
        node.Client.Interrupt(id.Value);

        await Eventually.HoldsAsync("the handler was told", () => Task.FromResult(!states.IsEmpty));
        await HasEndedAsync(node);
        Assert.Equal(["cancelled"], states);
    }

    [Fact]
    public async Task A_handler_that_throws_in_OnSettledAsync_has_completed_its_job_all_the_same()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await StartAsync(database, new(_ => throw new InvalidOperationException("broken on purpose")));

        var id = await node.Client.EnqueueAsync(Queue, new Work("completed"), NoRetry, CancellationToken.None);

        await node.SaysAsync("OnSettledAsync");
        Assert.Equal("completed", await database.StateAsync(id!.Value));
    }

    private static Task<JobsNode> StartAsync(JobsDatabase database, Observer observer) => JobsNode.StartAsync(
        database, more: jobs => jobs.AddHandler<Work, SettlingHandler>(Queue), services: services => services.AddSingleton(observer));

    private static Task HasEndedAsync(JobsNode node) =>
        Eventually.HoldsAsync("the run has ended", () => Task.FromResult(node.Get<RunningJobs>().Count == 0));

    private sealed record Observer(Func<Guid, Task> SettledAsync)
    {
        public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class SettlingHandler(Observer observer) : IJobHandler<Work>
    {
        private Guid _id;

        public async Task<JobOutcome> RunAsync(JobContext<Work> job, CancellationToken cancellationToken)
        {
            _id = job.JobId;
            observer.Started.TrySetResult();
            switch (job.Payload.Name)
            {
                case "completed":
                    return new JobOutcome.Completed();
                case "rejected":
                    return new JobOutcome.Failed(new JobError("corrupt", "It is no document."));
                case "yielding":
                    await Cancellation.RequestedAsync(job.Shutdown);
                    return new JobOutcome.Yielded();
                case "waiting":
                    await Cancellation.ThrownAsync(cancellationToken);
                    return new JobOutcome.Completed();
                default:
                    throw new InvalidOperationException("broken on purpose");
            }
        }

        public Task OnFailedAsync(FailedJob<Work> job, JobError error, NpgsqlTransaction transaction, CancellationToken cancellationToken)
        {
            Assert.Equal(_id, job.JobId);
            return Task.CompletedTask;
        }

        public Task OnSettledAsync(CancellationToken cancellationToken) => observer.SettledAsync(_id);
    }
}
