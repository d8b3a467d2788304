using System.Collections.Concurrent;
using Npgsql;
using Spade.Jobs.Client;
using Spade.Jobs.Completing;
using Spade.Jobs.Fetching;
using Spade.Jobs.Handlers;
using Spade.Jobs.Leases;
using Spade.Jobs.Nodes;
using Spade.Jobs.Notifications;
using Spade.Jobs.Schema;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Jobs;

public sealed class CompleterTests
{
    private const string OneFront = "'test', gen_random_uuid(), 500, '{0}', '{-infinity}', '{00000000-0000-0000-0000-000000000000}'";

    private static readonly ClaimLook Everywhere = new ClaimLook.InOrder(null);

    private static readonly Task<JobOutcome> Done = Task.FromResult<JobOutcome>(new JobOutcome.Completed());

    [Fact]
    public async Task Short_jobs_complete_many_in_a_transaction_and_each_runs_once()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var client = await JobsNode.StartAsync(database);
        await client.EnqueueManyAsync(500);
        var runs = new ConcurrentDictionary<Guid, int>();
        await using var worker = await JobsNode.StartAsync(database, (job, _) =>
        {
            runs.AddOrUpdate(job.JobId, 1, (_, count) => count + 1);
            return Done;
        });

        await Eventually.HoldsAsync("all are completed", async () => await database.CountAsync("completed") == 500);

        Assert.Equal(500, runs.Count);
        Assert.All(runs.Values, count => Assert.Equal(1, count));
        Assert.InRange(await database.ScalarAsync<long>("SELECT count(DISTINCT xmin::text) FROM jobs"), 1, 300);
    }

    [Fact]
    public async Task A_job_that_was_taken_away_is_not_completed_with_the_others()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database);
        // A node without a row of its own claims nothing.
        await Eventually.HoldsAsync("the node is there", async () => await database.ScalarAsync<long>("SELECT count(*) FROM nodes") == 1);
        await node.EnqueueAsync("one");
        await node.EnqueueAsync("two");
        var claimed = await node.Get<ClaimStore>().ClaimAsync(JobsNode.Queue, 2, Everywhere, CancellationToken.None);
        await database.ExecuteAsync("UPDATE jobs SET fence = fence + 1 WHERE id = $1", claimed[1].Id);

        var completed = await node.Get<CompletionStore>().CompleteAsync(
            claimed.ConvertAll(job => new Completion(job.Id, job.Fence)), ride: null);

        Assert.Equal([claimed[0].Id], completed);
        Assert.Equal("active", await database.StateAsync(claimed[1].Id));
    }

    [Fact]
    public async Task The_transaction_that_completes_a_job_claims_the_next()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database);
        // A node without a row of its own claims nothing.
        await Eventually.HoldsAsync("the node is there", async () => await database.ScalarAsync<long>("SELECT count(*) FROM nodes") == 1);
        await node.EnqueueAsync("one");
        await node.EnqueueAsync("two");
        var store = node.Get<ClaimStore>();
        var first = Assert.Single(await store.ClaimAsync(JobsNode.Queue, 1, Everywhere, CancellationToken.None));
        var ride = new TestRide(store);

        var completed = await node.Get<CompletionStore>().CompleteAsync([new(first.Id, first.Fence)], ride);

        Assert.Equal([first.Id], completed);
        Guid[] moved = [first.Id, Assert.Single(ride.Claimed).Id];
        Assert.Equal(1, await database.ScalarAsync<long>("SELECT count(DISTINCT xmin::text) FROM jobs WHERE id = ANY ($1)", moved));
    }

    [Fact]
    public async Task A_job_whose_transaction_was_long_is_found_although_the_window_is_past_it()
    {
        await using var database = await JobsDatabase.CreateAsync();
        var ran = new ConcurrentQueue<string>();
        await using var node = await JobsNode.StartAsync(
            database,
            (job, _) =>
            {
                ran.Enqueue(job.Payload.Name);
                return Done;
            },
            configure: options => options.PollInterval = TimeSpan.FromMilliseconds(100));
        await using var connection = await database.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await node.Client.EnqueueAsync(JobsNode.Queue, new Work("late"), null, transaction, CancellationToken.None);
        await using (var old = new NpgsqlCommand("UPDATE jobs SET start_after = now() - interval '1 minute'", connection, transaction))
            await old.ExecuteNonQueryAsync();
        // Claims that empty the queue meanwhile move the window past the late job.
        await node.EnqueueAsync("early");
        await Eventually.HoldsAsync("the early one has run", () => Task.FromResult(ran.Contains("early")));
        await transaction.CommitAsync();

        await Eventually.HoldsAsync("the late one runs", () => Task.FromResult(ran.Contains("late")));
    }

    [Fact]
    public async Task A_job_of_another_priority_asks_its_workers_to_look_everywhere()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database);
        var heard = new TaskCompletionSource<string>();
        using var subscription = node.Notifications.Subscribe(NotificationTopics.Everywhere, queue =>
        {
            if (queue is not null)
                heard.TrySetResult(queue);
        });
        await Eventually.HoldsAsync("the node listens", async () => await database.ScalarAsync<long>("SELECT count(*) FROM nodes") == 1);
        await node.EnqueueAsync("high", new JobOptions { Priority = 7 });
        Assert.Equal(JobsNode.Queue, await heard.Task.DefaultTimeout());
    }

    [Theory]
    [InlineData(nameof(ClaimSql.Claim), "text, uuid, int", "'test', gen_random_uuid(), 500")]
    [InlineData(nameof(ClaimSql.ClaimWindowed), "text, uuid, int, smallint[], timestamptz[], uuid[]", OneFront)]
    [InlineData(nameof(JobSql.CompleteMany), "uuid[], bigint[], uuid", "'{}', '{}', gen_random_uuid()")]
    public async Task A_prepared_statement_of_the_hot_path_keeps_its_plan_and_reads_no_more_than_it_takes(
        string name, string types, string values)
    {
        var sql = name switch
        {
            nameof(ClaimSql.Claim) => ClaimSql.Claim,
            nameof(ClaimSql.ClaimWindowed) => ClaimSql.ClaimWindowed,
            _ => JobSql.CompleteMany,
        };
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database);
        await node.EnqueueManyAsync(3000);
        // Statistics without active jobs, as autovacuum often gathers them.
        await database.ExecuteAsync("ANALYZE jobs");

        await using var connection = await database.Source.OpenConnectionAsync();
        await ReadAsync(connection, $"PREPARE hot ({types}) AS {sql}");
        // After five custom plans PostgreSQL compares their cost with that of a generic plan.
        for (var run = 1; run <= 5; run++)
            await ReadAsync(connection, $"EXECUTE hot ({values})");
        var plan = await ReadAsync(connection, $"EXPLAIN EXECUTE hot ({values})");

        const string Plans = "SELECT custom_plans || ' ' || generic_plans FROM pg_prepared_statements WHERE name = 'hot'";
        Assert.Equal("5 1", await ReadAsync(connection, Plans));
        Assert.DoesNotContain("Seq Scan on jobs", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("using jobs_node", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plans_that_are_made_while_the_table_is_small_do_not_read_all_of_it()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database);
        await node.EnqueueManyAsync(100);
        await database.ExecuteAsync("UPDATE jobs SET state = 'cancelled', finished_at = now()");
        await database.ExecuteAsync("VACUUM ANALYZE jobs");
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxPoolSize = 1, MaxAutoPrepare = 20 };
        await using var source = NpgsqlDataSource.Create(settings);
        var (claims, completions) = (new ClaimStore(source, node.Get<Node>()), new CompletionStore(source, node.Get<Node>()));
        // Npgsql prepares after five executions, and PostgreSQL makes five custom plans before a generic one.
        for (var round = 1; round <= 12; round++)
        {
            await claims.ClaimAsync(JobsNode.Queue, 10, Everywhere, CancellationToken.None);
            await completions.CompleteAsync([new(Guid.NewGuid(), 1)], new TestRide(claims));
        }

        await using var connection = await source.OpenConnectionAsync();
        var plans = await ReadAsync(
            connection,
            """
            SELECT format('EXPLAIN EXECUTE %I (%s)', name,
                          array_to_string(array_fill('NULL'::text, ARRAY[cardinality(parameter_types)]), ', '))
            FROM pg_prepared_statements WHERE statement LIKE 'UPDATE jobs %' AND generic_plans > 0
            """);
        Assert.Equal(3, plans.Split('\n').Length);
        foreach (var explain in plans.Split('\n'))
            Assert.DoesNotContain("Seq Scan on jobs", await ReadAsync(connection, explain), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claims_that_begin_where_the_last_one_ended_miss_no_job_of_a_backlog_that_is_due_all_at_once()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await JobsNode.StartAsync(database);
        await Eventually.HoldsAsync("the node is there", async () => await database.ScalarAsync<long>("SELECT count(*) FROM nodes") == 1);
        await node.EnqueueManyAsync(200);
        // Random ids, in an order that neither .NET nor the queue has chosen.
        await database.ExecuteAsync("UPDATE jobs SET id = gen_random_uuid(), start_after = now() - interval '1 minute'");
        var (store, front, claimed) = (node.Get<ClaimStore>(), ClaimFront.Beginning(0), new HashSet<Guid>());

        for (var claim = 1; claim <= 20; claim++)
        {
            var jobs = await store.ClaimAsync(JobsNode.Queue, 10, Window(front), CancellationToken.None);
            Assert.Equal(10, jobs.Count);
            claimed.UnionWith(jobs.Select(job => job.Id));
            front = jobs.Max(job => new ClaimFront(job.Priority, job.StartAfter, job.Id))!;
        }

        Assert.Equal(200, claimed.Count);
    }

    private static ClaimLook.InOrder Window(ClaimFront front) => new(new ClaimBounds([front]));

    private static async Task<string> ReadAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add($"{reader.GetValue(0)}");
        return string.Join('\n', lines);
    }

    /// <summary>Claims one job by its window together with completions, and starts nothing.</summary>
    private sealed class TestRide(ClaimStore store) : IClaimRide
    {
        public IReadOnlyList<ClaimedJob> Claimed { get; private set; } = [];

        public NpgsqlBatchCommand Command { get; } = store.Command(JobsNode.Queue, 1, Window(ClaimFront.Beginning(0)));

        public async Task ReadAsync(NpgsqlDataReader reader) =>
            Claimed = await store.ReadAsync(reader, JobsNode.Queue, 1, CancellationToken.None);

        public Task StartAsync() => Task.CompletedTask;

        public void Fail()
        {
        }
    }
}
