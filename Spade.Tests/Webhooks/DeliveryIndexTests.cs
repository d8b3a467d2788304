using System.Text.RegularExpressions;
using Npgsql;
using Spade.Documents.Webhooks;
using Spade.Tests.Jobs;

namespace Spade.Tests.Webhooks;

/// <summary>The plans of the statements about deliveries, in a log of twenty thousand of which some hundred are pending. They are generic,
/// as those of statements that are prepared.</summary>
public sealed partial class DeliveryIndexTests : IAsyncLifetime
{
    private JobsDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _database = await JobsDatabase.CreateAsync();
        await _database.ExecuteAsync(
            """
            INSERT INTO webhook_deliveries (id, tenant, document_id, type, url, is_callback, payload, state, job_id, created_at, ended_at)
            SELECT gen_random_uuid(), 'tenant' || n % 20, md5((n % 5000)::text), 'document.completed', 'https://hooks.example.com/', false,
                   '{}', state, gen_random_uuid(), now() - n * interval '1 second', CASE WHEN state <> 'pending' THEN now() END
            FROM (SELECT n, CASE WHEN n % 100 = 0 THEN 'failed' WHEN n % 101 = 0 THEN 'pending' ELSE 'delivered' END AS state
                  FROM generate_series(1, 20000) AS n) AS deliveries
            """);
        await _database.ExecuteAsync("VACUUM ANALYZE webhook_deliveries");
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Theory]
    [InlineData(true, false, false, true, "webhook_deliveries_tenant_state")]
    [InlineData(true, false, true, true, "webhook_deliveries_tenant_state")]
    [InlineData(true, false, false, false, "webhook_deliveries_state")]
    [InlineData(true, false, true, false, "webhook_deliveries_state")]
    [InlineData(false, false, false, true, "webhook_deliveries_newest")]
    [InlineData(false, false, true, true, "webhook_deliveries_newest")]
    [InlineData(false, false, false, false, "webhook_deliveries_pkey")]
    [InlineData(false, false, true, false, "webhook_deliveries_pkey")]
    [InlineData(false, true, false, true, "webhook_deliveries_document")]
    [InlineData(true, true, true, false, "webhook_deliveries_document")]
    public async Task A_list_reads_an_index_that_has_what_is_asked_for_in_order(
        bool byState, bool byDocument, bool isNextPage, bool ofTenant, string index)
    {
        var plan = await PlanAsync(
            DeliverySql.List(byState, byDocument, isNextPage, ofTenant), "text, text, timestamptz, uuid, int, text",
            "'failed', 'd', now(), gen_random_uuid(), 51, 'tenant1'");
        Assert.Matches($@" {index}\b", plan);
        Assert.DoesNotContain("Seq Scan on webhook_deliveries", plan, StringComparison.Ordinal);
        // Documents have few deliveries, which are sorted and filtered afterwards.
        Assert.Equal(byDocument, plan.Contains("Sort", StringComparison.Ordinal));
        Assert.Equal(byDocument, FilterOfDeliveries().IsMatch(plan));
    }

    [Theory]
    [InlineData(DeliverySql.EndByJob, "uuid, text", "gen_random_uuid(), 'failed'")]
    [InlineData(DeliverySql.OfJob, "uuid", "gen_random_uuid()")]
    [InlineData(DeliverySql.WithoutJob, "int", "100")]
    public async Task A_delivery_is_found_by_its_job_or_by_having_none(string sql, string types, string values) =>
        Assert.Matches(@"Index.* webhook_deliveries_job\b", await PlanAsync(sql, types, values));

    [Fact]
    public async Task Those_whose_job_has_ended_are_looked_for_among_the_pending_ones()
    {
        var plan = await PlanAsync(DeliverySql.WithEndedJob, "int", "100");
        Assert.Matches(@"Index.* webhook_deliveries_(job|state)\b", plan);
        Assert.DoesNotContain("Seq Scan on webhook_deliveries", plan, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"Filter: \(+(state|tenant|id|ROW\(created_at|created_at)\b")]
    private static partial Regex FilterOfDeliveries();

    private async Task<string> PlanAsync(string sql, string types, string values)
    {
        await using var connection = await _database.Source.OpenConnectionAsync();
        await ReadAsync(connection, "SET plan_cache_mode = force_generic_plan");
        await ReadAsync(connection, $"PREPARE statement ({types}) AS {sql}");
        var plan = await ReadAsync(connection, $"EXPLAIN EXECUTE statement ({values})");
        await ReadAsync(connection, "DEALLOCATE statement");
        return plan;
    }

    private static async Task<string> ReadAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return string.Join('\n', lines);
    }
}
