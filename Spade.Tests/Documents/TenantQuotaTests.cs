using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spade.Documents.Documents;
using Spade.Documents.Tenants;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Documents;

/// <summary>Quotas of several tenants beside each other.</summary>
public sealed class TenantQuotaTests : IAsyncLifetime
{
    private const string FailAll = "UPDATE documents SET status = 'failed', error_type = 'x', error_message = 'x', completed_at = now()";

    private string _database = "";
    private DocumentsHost _documents = null!;

    public async Task InitializeAsync()
    {
        var postgres = await SharedPostgres.GetAsync();
        _database = await postgres.CreateMigratedDatabaseAsync();
        _documents = DocumentsHost.Create(_database, ("Quotas:BytesPerDay", "10"));
    }

    public async Task DisposeAsync() => await _documents.DisposeAsync();

    [Fact]
    public async Task What_one_tenant_has_used_up_another_still_has()
    {
        await SaveAsync("acme", 10);
        var exceeded = await Assert.ThrowsAsync<QuotaExceededException>(() => SaveAsync("acme", 1));
        Assert.Equal(
            "At most 10 bytes may be uploaded in a day (UTC); 10 were, and the file has 1.", Assert.Single(exceeded.Quotas).Reason);
        await SaveAsync("zenith", 10);
    }

    [Fact]
    public async Task A_new_day_begins_at_midnight_of_UTC()
    {
        await ExecuteAsync(
            """
            INSERT INTO tenant_usage (tenant, day, bytes)
            VALUES ('acme', (now() AT TIME ZONE 'UTC')::date - 1, 10), ('zenith', (now() AT TIME ZONE 'UTC')::date, 10)
            """);
        await SaveAsync("acme", 10);
        var exceeded = await Assert.ThrowsAsync<QuotaExceededException>(() => SaveAsync("zenith", 1));
        Assert.InRange(exceeded.RetryAfter, TimeSpan.Zero, TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task What_is_set_for_a_tenant_holds_for_it_and_the_default_for_the_others()
    {
        await ExecuteAsync("INSERT INTO tenants (name, bytes_per_day, max_queued) VALUES ('acme', 0, 1), ('zenith', 20, NULL)");
        await SaveAsync("acme", 30);
        var full = await Assert.ThrowsAsync<QuotaExceededException>(() => SaveAsync("acme", 1));
        Assert.Equal(TenantQuotas.Queued, Assert.Single(full.Quotas).Name);
        await SaveAsync("zenith", 20);
        await Assert.ThrowsAsync<QuotaExceededException>(() => SaveAsync("other", 11));
    }

    [Fact]
    public async Task An_operator_who_starts_a_document_again_uses_its_tenant_s_quota()
    {
        await ExecuteAsync("INSERT INTO tenants (name, max_queued) VALUES ('acme', 1), ('operators', 1)");
        var ended = await SaveAsync("acme", 1);
        await ExecuteAsync(FailAll);
        await SaveAsync("operators", 1);
        Assert.IsType<RetriedDocument.Started>(await RetryAsync(ended));

        await ExecuteAsync(FailAll);
        await SaveAsync("acme", 2);
        await Assert.ThrowsAsync<QuotaExceededException>(() => RetryAsync(ended));
    }

    [Fact]
    public async Task Two_uploads_on_both_sides_of_midnight_do_not_both_take_the_last_place()
    {
        await ExecuteAsync(
            """
            CREATE SCHEMA clock;
            CREATE FUNCTION clock.now() RETURNS timestamptz STABLE LANGUAGE sql
                RETURN pg_catalog.now() + current_setting('clock.days')::integer * interval '1 day';
            INSERT INTO tenant_usage (tenant, day) SELECT 'acme', (now() AT TIME ZONE 'UTC')::date + days FROM generate_series(0, 1) AS days
            """);
        await using var today = OnDay(0);
        await using var tomorrow = OnDay(1);
        await using var connection = await _documents.Database.OpenConnectionAsync();
        await using var hold = await connection.BeginTransactionAsync();
        await using (var rows = new NpgsqlCommand("SELECT FROM tenant_usage FOR UPDATE", connection, hold))
            await rows.ExecuteNonQueryAsync();
        Task<string>[] uploads = [today.SaveAsync("acme", 1), tomorrow.SaveAsync("acme", 1)];
        await Eventually.HoldsAsync("both have stored their documents and wait", async () =>
        {
            await using var waiting = _documents.Database.CreateCommand(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
            return await waiting.ExecuteScalarAsync() is 2L;
        });
        await hold.CommitAsync();

        await Assert.ThrowsAsync<QuotaExceededException>(() => Task.WhenAll(uploads));
        Assert.Equal(1, uploads.Count(upload => upload.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task Days_that_are_more_than_a_year_ago_are_forgotten()
    {
        await ExecuteAsync(
            """
            INSERT INTO tenant_usage (tenant, day)
            SELECT 'acme', (now() AT TIME ZONE 'UTC')::date - days FROM unnest(ARRAY[0, 400, 401, 900]) AS days
            """);
        using var pruning = ActivatorUtilities.CreateInstance<UsagePruning>(_documents.Services);
        await pruning.PruneAsync(CancellationToken.None);
        await using var kept = _documents.Database.CreateCommand(
            "SELECT array_agg((now() AT TIME ZONE 'UTC')::date - day ORDER BY day DESC) FROM tenant_usage");
        var days = (int[])(await kept.ExecuteScalarAsync())!;
        Assert.Equal([0, 400], days);
    }

    /// <summary>A replica whose statements see the time of today, or of a later day: their <c>now()</c> is another function.</summary>
    private DocumentsHost OnDay(int days) => DocumentsHost.Create(
        $"{_database};Options=-c search_path=clock,pg_catalog,public -c clock.days={days}", ("Quotas:MaxQueued", "1"));

    private async Task<RetriedDocument> RetryAsync(string id)
    {
        await using var request = _documents.Services.CreateAsyncScope();
        request.ServiceProvider.GetRequiredService<TenantScope>().Set("operators", seesAll: true);
        return await request.ServiceProvider.GetRequiredService<DocumentStore>().RetryAsync(id, CancellationToken.None);
    }

    private Task<string> SaveAsync(string tenant, int bytes) => _documents.SaveAsync(tenant, bytes);

    private Task ExecuteAsync(string sql) => _documents.ExecuteAsync(sql);
}
