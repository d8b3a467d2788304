using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spade.Jobs.Client;
using Spade.Jobs.Handlers;

namespace Spade.Tests.Jobs;

/// <summary>During a rollout older workers get newer jobs.</summary>
public sealed class UnreadablePayloadTests
{
    private static readonly JobOptions Quick = new()
    {
        RetryLimit = 1,
        RetryDelay = TimeSpan.FromMilliseconds(50),
        RetryDelayMax = TimeSpan.FromMilliseconds(100),
    };

    [Fact]
    public async Task A_payload_that_cannot_be_read_is_retried_and_its_final_failure_is_recorded()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var recorded = new ConcurrentQueue<FailedJob<Work>>();
        await using var node = await StartAsync(database, recorded);
        var id = (await node.Client.EnqueueAsync(JobsNode.Queue, new NewerWork(["a", "b"]), Quick, CancellationToken.None))!.Value;
        await database.BecomesAsync(id, "failed");
        Assert.Equal(2, await database.ScalarAsync<int>("SELECT attempt FROM jobs WHERE id = $1", id));
        Assert.Equal("payload-invalid", await database.ScalarAsync<string>("SELECT error_type FROM jobs WHERE id = $1", id));
        var job = Assert.Single(recorded);
        Assert.Equal((id, false, null), (job.JobId, job.IsReadable, job.Payload));
        Assert.Equal("""{"name": ["a", "b"]}""", job.Json);
    }

    [Fact]
    public async Task A_readable_payload_is_given_to_the_record_of_the_failure()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var recorded = new ConcurrentQueue<FailedJob<Work>>();
        await using var node = await StartAsync(database, recorded);
        var id = (await node.EnqueueAsync("readable", new JobOptions { RetryLimit = 0 }))!.Value;
        await database.BecomesAsync(id, "failed");
        var job = Assert.Single(recorded);
        Assert.Equal((id, true, new Work("readable")), (job.JobId, job.IsReadable, job.Payload));
    }

    [Fact]
    public async Task A_newer_worker_completes_what_an_older_one_could_not_read()
    {
        await using var database = await JobsDatabase.CreateAsync();
        Guid id;
        await using (var older = await StartAsync(database, []))
        {
            id = (await older.Client.EnqueueAsync(
                JobsNode.Queue, new NewerWork(["a", "b"]),
                Quick with { RetryDelay = TimeSpan.FromHours(1), RetryDelayMax = TimeSpan.FromHours(2) },
                CancellationToken.None))!.Value;
            await database.BecomesAsync(id, "retry");
        }
        await database.ExecuteAsync("UPDATE jobs SET start_after = now() WHERE id = $1", id);
        await using var newer = await JobsNode.StartAsync(
            database, more: jobs => jobs.AddHandler<NewerWork, NewerWorkHandler>(JobsNode.Queue));
        await database.BecomesAsync(id, "completed");
        Assert.Equal(1, await database.ScalarAsync<int>("SELECT attempt FROM jobs WHERE id = $1", id));
    }

    [Fact]
    public async Task A_payload_that_cannot_be_read_waits_longer_than_a_failure_so_that_a_rollout_can_go_on()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await StartAsync(database, []);
        var id = (await node.Client.EnqueueAsync(JobsNode.Queue, new NewerWork(["a", "b"]), null, CancellationToken.None))!.Value;
        await database.BecomesAsync(id, "retry");
        const string Wait = "SELECT extract(epoch FROM start_after - claimed_at)::float8 FROM jobs WHERE id = $1";
        Assert.InRange(await database.ScalarAsync<double>(Wait, id), 5, 60);
    }

    [Fact]
    public async Task It_logs_a_warning_as_long_as_it_is_retried_and_a_failure_that_the_handler_returns_is_no_error()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(
            database,
            (_, _) => Task.FromResult<JobOutcome>(new JobOutcome.Failed(new JobError("corrupt", "It is no document."))));
        var newer = (await node.Client.EnqueueAsync(JobsNode.Queue, new NewerWork([]), null, CancellationToken.None))!.Value;
        await database.BecomesAsync(newer, "retry");
        var corrupt = (await node.EnqueueAsync())!.Value;
        await database.BecomesAsync(corrupt, "failed");
        Assert.DoesNotContain(node.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
        var warnings = node.Lines.Where(line => line.StartsWith("Warning", StringComparison.Ordinal));
        Assert.Contains(warnings, line => line.Contains("payload-invalid", StringComparison.Ordinal));
        Assert.DoesNotContain(node.Lines, line => line.Contains("corrupt", StringComparison.Ordinal));
    }

    private static Task<JobsNode> StartAsync(JobsDatabase database, ConcurrentQueue<FailedJob<Work>> recorded) =>
        JobsNode.StartAsync(
            database, more: jobs => jobs.AddHandler<Work, RecordingHandler>(JobsNode.Queue),
            services: services => services.AddSingleton(recorded));

    private sealed class RecordingHandler(ConcurrentQueue<FailedJob<Work>> recorded) : IJobHandler<Work>
    {
        public Task<JobOutcome> RunAsync(
            JobContext<Work> job, CancellationToken cancellationToken) => throw new InvalidOperationException("It fails.");

        public Task OnFailedAsync(FailedJob<Work> job, JobError error, NpgsqlTransaction transaction, CancellationToken cancellationToken)
        {
            recorded.Enqueue(job);
            return Task.CompletedTask;
        }
    }

    private sealed class NewerWorkHandler : IJobHandler<NewerWork>
    {
        public Task<JobOutcome> RunAsync(JobContext<NewerWork> job, CancellationToken cancellationToken) =>
            Task.FromResult<JobOutcome>(new JobOutcome.Completed());
    }
}
