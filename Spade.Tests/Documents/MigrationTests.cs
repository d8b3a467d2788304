using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Spade.Documents.Schema;
using Spade.Jobs.Schema;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Documents;

public sealed class MigrationTests
{
    [Fact]
    public async Task Migrating_twice_changes_nothing()
    {
        await using var documents = await DocumentsHost.CreateAsync();
        await documents.Migrator.MigrateAsync(CancellationToken.None);
        var once = await SchemaAsync(documents.Database);
        await documents.Migrator.MigrateAsync(CancellationToken.None);
        Assert.Equal(once, await SchemaAsync(documents.Database));
        Assert.Empty(await documents.Migrator.PendingAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Many_processes_that_migrate_at_once_take_turns()
    {
        var postgres = await SharedPostgres.GetAsync();
        var database = await postgres.CreateDatabaseAsync();
        var hosts = Enumerable.Range(0, 5).Select(_ => DocumentsHost.Create(database)).ToList();
        await Task.WhenAll(hosts.Select(host => host.Migrator.MigrateAsync(CancellationToken.None)));

        Assert.Empty(await hosts[0].Migrator.PendingAsync(CancellationToken.None));
        // No session keeps the lock, not even an idle one in a pool.
        Assert.Equal(0L, await ScalarAsync(
            hosts[0].Database,
            """
            SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
            WHERE locktype = 'advisory' AND datname = current_database()
            """));
        foreach (var host in hosts)
            await host.DisposeAsync();
    }

    [Fact]
    public async Task A_process_that_waits_for_another_does_not_keep_it_from_building_an_index_concurrently()
    {
        await using var documents = await DocumentsHost.CreateAsync();
        await using var other = await documents.Database.OpenConnectionAsync();
        await ExecuteAsync(other, "SELECT pg_advisory_lock(x'7370616465'::bigint)");
        var waiting = documents.Migrator.MigrateAsync(CancellationToken.None);
        await Eventually.HoldsAsync("it waits", async () => (long)(await ScalarAsync(
            documents.Database,
            "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%advisory_lock(%' AND pid <> pg_backend_pid()"))! > 1);

        await ExecuteAsync(other, "CREATE TABLE large (id int)");
        await ExecuteAsync(other, "CREATE INDEX CONCURRENTLY large_id ON large (id)");

        Assert.False(waiting.IsCompleted);
        await ExecuteAsync(other, "SELECT pg_advisory_unlock(x'7370616465'::bigint)");
        await waiting;
    }

    [Fact]
    public async Task A_start_with_nothing_to_apply_waits_for_no_lock()
    {
        await using var documents = await DocumentsHost.CreateMigratedAsync();
        await using var other = await documents.Database.OpenConnectionAsync();
        await ExecuteAsync(other, "SELECT pg_advisory_lock(x'7370616465'::bigint)");

        using var limit = new CancellationTokenSource(Timeouts.Default);
        await documents.Migrator.MigrateAsync(limit.Token);
        Assert.Empty(await documents.Migrator.PendingAsync(limit.Token));
    }

    [Fact]
    public async Task A_process_that_starts_while_another_migrates_waits_longer_than_a_command_may_take()
    {
        var postgres = await SharedPostgres.GetAsync();
        await using var documents = DocumentsHost.Create($"{await postgres.CreateDatabaseAsync()};Command Timeout=1");
        await documents.Migrator.MigrateAsync(CancellationToken.None);
        await using var other = await documents.Database.OpenConnectionAsync();
        Task late;
        await using (var transaction = await other.BeginTransactionAsync())
        {
            await ExecuteAsync(other, "LOCK TABLE \"__EFMigrationsHistory\" IN ACCESS EXCLUSIVE MODE");
            late = documents.Migrator.MigrateAsync(CancellationToken.None);
            // It has the advisory lock, and waits for the table.
            await Eventually.HoldsAsync("it waits", async () => (long)(await ScalarAsync(
                documents.Database,
                """
                SELECT count(*) FROM pg_locks turn JOIN pg_locks held USING (pid)
                WHERE turn.locktype = 'advisory' AND turn.granted AND NOT held.granted
                """))! > 0);
            Assert.False(late.IsCompleted);
        }

        await late;
    }

    [Fact]
    public async Task A_migration_that_the_history_lacks_is_pending_whatever_newer_programs_have_added()
    {
        await using var documents = await DocumentsHost.CreateMigratedAsync();
        await using var connection = await documents.Database.OpenConnectionAsync();
        await ExecuteAsync(connection, "INSERT INTO \"__EFMigrationsHistory\" VALUES ('20991231000000_FromTheFuture', '99.0.0')");
        Assert.Empty(await documents.Migrator.PendingAsync(CancellationToken.None));

        await ExecuteAsync(connection, $"DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" = '{MigrationHistory.Known[^1]}'");
        Assert.Equal(MigrationHistory.Known[^1], Assert.Single(await documents.Migrator.PendingAsync(CancellationToken.None)));
    }

    [Fact]
    public async Task The_migrations_known_without_a_model_are_those_that_EF_Core_knows()
    {
        await using var documents = await DocumentsHost.CreateAsync();
        await using var scope = documents.Services.CreateAsyncScope();
        Assert.Equal(scope.ServiceProvider.GetRequiredService<SpadeDbContext>().Database.GetMigrations(), MigrationHistory.Known);
    }

    [Fact]
    public async Task A_migration_that_is_cut_leaves_nothing_half_done()
    {
        await using var documents = await DocumentsHost.CreateAsync();
        await using var blocker = await documents.Database.OpenConnectionAsync();
        await using (var transaction = await blocker.BeginTransactionAsync())
        {
            // The first migration creates a table of this name: it waits for this transaction until it is cancelled.
            await ExecuteAsync(blocker, "CREATE TABLE queues (name text)");
            using var cut = new CancellationTokenSource();
            var migration = documents.Migrator.MigrateAsync(cut.Token);
            await Eventually.HoldsAsync("the migration waits", async () => (long)(await ScalarAsync(
                documents.Database,
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"))! > 0);
            await cut.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => migration);
        }

        Assert.Equal(MigrationHistory.Known, await documents.Migrator.PendingAsync(CancellationToken.None));
        await documents.Migrator.MigrateAsync(CancellationToken.None);
        Assert.Empty(await documents.Migrator.PendingAsync(CancellationToken.None));
    }

    [Fact]
    public async Task The_model_and_the_migrated_schema_agree()
    {
        await using var documents = await DocumentsHost.CreateMigratedAsync();
        await using var scope = documents.Services.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<SpadeDbContext>();

        Assert.False(context.Database.HasPendingModelChanges());
        var tables = context.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables.ToList();
        var columns = tables.SelectMany(table => table.Columns.Select(column =>
            $"{table.Name}.{column.Name} {column.StoreType} {(column.IsNullable ? "null" : "not null")}"));
        var actual = await ColumnAsync(documents.Database,
            """
            SELECT table_name || '.' || column_name || ' '
                || CASE data_type WHEN 'ARRAY' THEN substr(udt_name, 2) || '[]' ELSE data_type END
                || CASE is_nullable WHEN 'YES' THEN ' null' ELSE ' not null' END
            FROM information_schema.columns WHERE table_schema = 'public'
            """);
        // Of the queue's table the model has only the columns that documents show.
        Assert.Empty(columns.Except(actual));
        var modelled = tables.Where(table => !table.IsExcludedFromMigrations).Select(table => table.Name + ".").ToList();
        Assert.Empty(actual.Where(column => modelled.Any(table => column.StartsWith(table, StringComparison.Ordinal))).Except(columns));
    }

    [Fact]
    public async Task Keys_indexes_and_references_of_the_model_are_in_the_schema()
    {
        await using var documents = await DocumentsHost.CreateMigratedAsync();
        await using var scope = documents.Services.CreateAsyncScope();
        var tables = scope.ServiceProvider.GetRequiredService<SpadeDbContext>().Model.GetRelationalModel().Tables.ToList();
        var names = tables.SelectMany(table => table.UniqueConstraints.Select(key => key.Name)
            .Concat(table.Indexes.Select(index => index.Name))
            .Concat(table.ForeignKeyConstraints.Select(key => key.Name)));
        var actual = await ColumnAsync(
            documents.Database, "SELECT indexname::text FROM pg_indexes UNION SELECT conname::text FROM pg_constraint");
        Assert.Empty(names.Except(actual));
    }

    [Fact]
    public async Task Migrations_can_be_taken_back()
    {
        await using var documents = await DocumentsHost.CreateMigratedAsync();
        await using var scope = documents.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SpadeDbContext>().Database.MigrateAsync("0");
        Assert.All(
            await SchemaAsync(documents.Database),
            column => Assert.StartsWith("__EFMigrationsHistory", column, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_that_starts_applies_the_migrations_and_becomes_healthy()
    {
        await using var documents = await DocumentsHost.CreateAsync();
        Assert.Equal(HealthStatus.Unhealthy, await MigrationHealthAsync(documents));
        await documents.StartAsync();
        await GateAsync(documents);
        Assert.Equal(HealthStatus.Healthy, await MigrationHealthAsync(documents));
        Assert.Empty(await documents.Migrator.PendingAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_service_that_may_not_migrate_waits_until_another_process_has()
    {
        await using var documents = await DocumentsHost.CreateAsync(("Migrations:ApplyAtStartup", "false"));
        await documents.StartAsync();
        var gate = documents.Services.GetRequiredService<SchemaGate>();
        Assert.False(gate.IsOpen);
        Assert.Equal(MigrationHistory.Known, await documents.Migrator.PendingAsync(CancellationToken.None));
        Assert.False(gate.IsOpen);

        await documents.Migrator.MigrateAsync(CancellationToken.None);
        await GateAsync(documents);
    }

    private static async Task GateAsync(DocumentsHost documents)
    {
        using var limit = new CancellationTokenSource(Timeouts.Default);
        await documents.Services.GetRequiredService<SchemaGate>().WaitAsync(limit.Token);
    }

    private static async Task<HealthStatus> MigrationHealthAsync(DocumentsHost documents)
    {
        var health = documents.Services.GetRequiredService<HealthCheckService>();
        var report = await health.CheckHealthAsync(check => check.Name == "migrations" && check.Tags.Contains("startup"));
        return Assert.Single(report.Entries).Value.Status;
    }

    private static Task<List<string>> SchemaAsync(NpgsqlDataSource database) => ColumnAsync(
        database, "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1");

    private static async Task<List<string>> ColumnAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
            values.Add(reader.GetString(0));
        return values;
    }

    private static async Task<object?> ScalarAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
