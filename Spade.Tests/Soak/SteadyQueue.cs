using Npgsql;
using Spade.Jobs.Configuration;
using Spade.Jobs.Handlers;
using Spade.Tests.Infrastructure;
using Spade.Tests.Jobs;

namespace Spade.Tests.Soak;

/// <summary>A queue whose jobs do nothing, so that only the queue's own work is measured, and a node that runs them.</summary>
internal sealed class SteadyQueue : IAsyncDisposable
{
    private const int Batch = 500;

    // As in the services: plans that were prepared early are used on the table as it is later.
    private const string Settings = "Max Auto Prepare=40";

    private static readonly Work Payload = new(new string('x', 300));
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // A separate cluster: a transaction in any database of a server keeps newer dead rows from being removed, so the tests of
    // other databases would make this table grow.
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

    /// <summary>Enqueues many jobs at once and waits until all have run.</summary>
    /// <returns>Jobs per second.</returns>
    public async Task<double> RushAsync(int jobs, CancellationToken cancellationToken)
    {
        var (started, wanted) = (TimeProvider.System.GetTimestamp(), Done + jobs);
        for (var left = jobs; left > 0; left -= Batch)
            await EnqueueAsync(Math.Min(left, Batch), cancellationToken);
        await Eventually.GrowsToAsync("jobs have run", wanted, () => Task.FromResult(Done), Patience);
        return jobs / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Waits until every job is done and pruned, without a limit as long as their number falls.</summary>
    public Task EmptyAsync(CancellationToken cancellationToken) => Eventually.GrowsToAsync(
        "jobs pruned, counted from below,", 0, async () => -await CountAsync(cancellationToken), Patience);

    /// <summary>Vacuums the emptied table until no page is left. More than once, because a query under way keeps dead rows.</summary>
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
