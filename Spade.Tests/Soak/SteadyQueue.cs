using Npgsql;
using Spade.Jobs.Configuration;
using Spade.Jobs.Handlers;
using Spade.Tests.Infrastructure;
using Spade.Tests.Jobs;

namespace Spade.Tests.Soak;

/// <summary>A queue whose jobs do nothing, so that the queue itself is all the work there is, and a node that works it.</summary>
internal sealed class SteadyQueue : IAsyncDisposable
{
    private const int Batch = 500;

    // As in the services: plans that were prepared early must serve the table as it is later.
    private const string Settings = "Max Auto Prepare=40";

    private static readonly Work Payload = new(new string('x', 300));
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // A cluster of its own: while any transaction of a server has an id, even in another database, no statement may remove in passing
    // what younger ones have left, and tables grow by what somebody else does.
    private readonly TestPostgresScope _postgres = new();
    private JobsDatabase? _database;
    private JobsNode? _node;
    private long _done;

    /// <summary>Jobs that have run.</summary>
    public long Done => Interlocked.Read(ref _done);

    public NpgsqlDataSource Database => _database!.Source;

    public static async Task<SteadyQueue> StartAsync(SteadyPlan plan)
    {
        var queue = new SteadyQueue();
        try
        {
            await queue.BeginAsync(plan);
            return queue;
        }
        catch
        {
            await queue.DisposeAsync();
            throw;
        }
    }

    public Task EnqueueAsync(int jobs, CancellationToken cancellationToken) =>
        _node!.Client.EnqueueManyAsync(JobsNode.Queue, Enumerable.Repeat(Payload, jobs).ToList(), null, cancellationToken);

    /// <summary>Enqueues many at once and waits until all have run.</summary>
    /// <returns>Jobs per second.</returns>
    public async Task<double> RushAsync(int jobs, CancellationToken cancellationToken)
    {
        var (started, wanted) = (TimeProvider.System.GetTimestamp(), Done + jobs);
        for (var left = jobs; left > 0; left -= Batch)
            await EnqueueAsync(Math.Min(left, Batch), cancellationToken);
        await Eventually.GrowsToAsync("jobs have run", wanted, () => Task.FromResult(Done), Patience);
        return jobs / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Waits until every job is done and pruned; however many those are, as long as they become fewer.</summary>
    public Task EmptyAsync(CancellationToken cancellationToken) => Eventually.GrowsToAsync(
        "jobs pruned, counted from below,", 0, async () => -await CountAsync(cancellationToken), Patience);

    /// <summary>Vacuums the emptied table until it has no pages left: a query of the node that still runs keeps rows that have just died.</summary>
    public Task VacuumAsync(CancellationToken cancellationToken) => Eventually.HoldsAsync(
        "an emptied and vacuumed table has no page",
        async () =>
        {
            await using (var vacuum = Database.CreateCommand("VACUUM jobs"))
                await vacuum.ExecuteNonQueryAsync(cancellationToken);
            await using var size = Database.CreateCommand("SELECT pg_relation_size('jobs')");
            return await size.ExecuteScalarAsync(cancellationToken) is 0L;
        },
        Patience);

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
            await _node.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    private async Task BeginAsync(SteadyPlan plan)
    {
        await _postgres.StartAsync();
        _database = await JobsDatabase.CreateAsync(_postgres.Server, Settings);
        _node = await JobsNode.StartAsync(_database, RunAsync, new JobHandlerOptions().Concurrency, options =>
        {
            options.Retention = plan.Retention;
            options.PruneInterval = plan.PruneInterval;
        });
    }

    private async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        await using var command = Database.CreateCommand("SELECT count(*) FROM jobs");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private Task<JobOutcome> RunAsync(JobContext<Work> job, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _done);
        return Task.FromResult<JobOutcome>(new JobOutcome.Completed());
    }
}
