using Npgsql;
using Spade.Jobs.Client;
using Spade.Jobs.Fetching;
using Spade.Jobs.Schema;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Jobs;

/// <summary>The statement that claims for groups.</summary>
public sealed class GroupClaimTests
{
    [Theory]
    [InlineData(1, "", "a")]
    [InlineData(1, "a", "b")]
    [InlineData(1, "b", "c")]
    [InlineData(1, "c", "a")]
    [InlineData(2, "b", "a c")]
    [InlineData(4, "", "a a b c")]
    [InlineData(8, "", "a a a a a a b c")]
    [InlineData(1, "", "b", "a")]
    [InlineData(1, "a", "c", "a", "b")]
    [InlineData(1, "a", "a", "a", "b", "c", "c", "b")]
    [InlineData(3, "", "a b c", "a", "b", "c")]
    public async Task The_next_place_goes_to_the_group_with_the_fewest_runs_in_turn(
        int places, string after, string claimed, params string[] running)
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await StartAsync(database);
        await EnqueueAsync(node, "a", 10);
        await EnqueueAsync(node, "b", 1);
        await EnqueueAsync(node, "c", 1);
        Assert.Equal(claimed.Split(' '), await ClaimAsync(node, places, after, running));
    }

    [Fact]
    public async Task Jobs_that_are_not_due_or_in_quarantine_or_locked_are_passed_over()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await StartAsync(database);
        await node.EnqueueAsync(options: new() { Group = "a", StartAfter = TimeSpan.FromHours(1) });
        await database.CrashAsync((await node.EnqueueAsync(options: new() { Group = "b" }))!.Value, QuarantineRules.AloneAt);
        var locked = (await node.EnqueueAsync(options: new() { Group = "c" }))!.Value;
        await EnqueueAsync(node, "d", 1);
        await using var connection = await database.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await JobsDatabase.ExecuteAsync(transaction, $"SELECT FROM jobs WHERE id = '{locked}' FOR UPDATE", CancellationToken.None);

        Assert.Equal(["d"], await ClaimAsync(node, places: 5));
    }

    [Fact]
    public async Task A_paused_queue_gives_nothing()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await StartAsync(database);
        await EnqueueAsync(node, "a", 1);
        await node.PauseAsync();
        Assert.Empty(await ClaimAsync(node, places: 1));
    }

    [Fact]
    public async Task A_claim_between_many_groups_takes_a_job_of_as_many_as_it_has_places_and_reads_few()
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await StartAsync(database);
        await EnqueueAsync(node, "a", 3000);
        await database.ExecuteAsync("UPDATE jobs SET group_name = 'g' || ctid::text WHERE id IN (SELECT id FROM jobs LIMIT 1000)");
        await database.ExecuteAsync("VACUUM ANALYZE jobs");

        var claimed = await ClaimAsync(node, places: 10, after: "a");

        Assert.Equal(10, claimed.Distinct().Count());
        Assert.All(claimed, group => Assert.StartsWith("g", group, StringComparison.Ordinal));
        Assert.InRange(await RowsReadAsync(database, $"'{JobsNode.Queue}', '{node.Id}', 10, '{{}}', 'a'"), 1, 100);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Its_plan_reads_jobs_by_the_index_of_groups_only(bool isPlannedSmall)
    {
        await using var database = await JobsDatabase.CreateAsync();
        await using var node = await StartAsync(database);
        if (isPlannedSmall)
            await database.ExecuteAsync("VACUUM ANALYZE jobs");
        await EnqueueAsync(node, "a", 3000);
        if (!isPlannedSmall)
            await database.ExecuteAsync("VACUUM ANALYZE jobs");

        await using var connection = await PreparedAsync(database);
        // After five custom plans PostgreSQL compares their cost with that of a generic plan.
        for (var run = 1; run <= 5; run++)
            await ReadAsync(connection, "EXECUTE claim ('test', gen_random_uuid(), 10, '{}', '')");
        var plan = await ReadAsync(connection, "EXPLAIN EXECUTE claim ('test', gen_random_uuid(), 10, '{}', '')");

        Assert.Equal("5 1", await ReadAsync(
            connection, "SELECT custom_plans || ' ' || generic_plans FROM pg_prepared_statements WHERE name = 'claim'"));
        Assert.Contains("jobs_groups", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan on jobs", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("jobs_claim", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("jobs_pkey", plan, StringComparison.Ordinal);
    }

    private static async Task<JobsNode> StartAsync(JobsDatabase database)
    {
        var node = await JobsNode.StartAsync(database);
        // A node without a row of its own claims nothing.
        await Eventually.HoldsAsync("the node is there", async () => await database.ScalarAsync<long>("SELECT count(*) FROM nodes") == 1);
        return node;
    }

    private static Task<IReadOnlyList<Guid>> EnqueueAsync(JobsNode node, string group, int count) => node.Client.EnqueueManyAsync(
        JobsNode.Queue, Enumerable.Repeat(new Work(group), count).ToList(), new JobOptions { Group = group }, CancellationToken.None);

    /// <returns>The groups of the claimed jobs.</returns>
    private static async Task<IEnumerable<string?>> ClaimAsync(JobsNode node, int places, string after = "", params string[] running)
    {
        var look = new ClaimLook.ByGroup(running, after);
        var claimed = await node.Get<ClaimStore>().ClaimAsync(JobsNode.Queue, places, look, CancellationToken.None);
        return claimed.Select(job => job.Group).Order(StringComparer.Ordinal);
    }

    private static async Task<NpgsqlConnection> PreparedAsync(JobsDatabase database)
    {
        var connection = await database.Source.OpenConnectionAsync();
        await ReadAsync(connection, "SET enable_seqscan = off");
        await ReadAsync(connection, $"PREPARE claim (text, uuid, int, text[], text) AS {GroupSql.Claim}");
        return connection;
    }

    /// <returns>How many entries of the index a claim reads.</returns>
    private static async Task<long> RowsReadAsync(JobsDatabase database, string values)
    {
        const string Read = "SELECT pg_stat_get_tuples_returned('jobs_groups'::regclass)";
        await using var connection = await PreparedAsync(database);
        await ReadAsync(connection, "SELECT pg_stat_force_next_flush()");
        var before = await database.ScalarAsync<long>(Read);
        await ReadAsync(connection, $"EXECUTE claim ({values})");
        await ReadAsync(connection, "SELECT pg_stat_force_next_flush()");
        await ReadAsync(connection, "SELECT 1");
        return await database.ScalarAsync<long>(Read) - before;
    }

    private static async Task<string> ReadAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add($"{reader.GetValue(0)}");
        return string.Join('\n', lines);
    }
}
