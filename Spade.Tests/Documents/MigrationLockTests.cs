using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Spade.Documents.Schema;
using Spade.Shutdown;
using Spade.Tests.Infrastructure;

namespace Spade.Tests.Documents;

/// <summary>Migrations of a database that is in use, by others that read and by a transaction that takes long.</summary>
public sealed class MigrationLockTests
{
    /// <summary>The last migration of the version before.</summary>
    private const string Before = "20261128003015_AddLanguages";

    private const string Waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation'";

    [Fact]
    public async Task While_a_transaction_holds_a_table_other_reads_go_on_and_the_migration_follows_when_it_ends()
    {
        await using var documents = await InUseAsync(("Migrations:LockTimeout", "00:00:00.5"));
        await using var holder = await HoldAsync(documents, "BEGIN; SELECT count(*) FROM documents; SELECT count(*) FROM jobs");
        var migration = documents.Migrator.MigrateAsync(CancellationToken.None);
        var readsBehind = 0;
        while (GaveWay(documents) < 3)
        {
            var isBehind = await ScalarAsync(documents.Database, Waiting) > 0;
            // Behind the migration it waits at most until that gives way.
            await using var read = documents.Database.CreateCommand("SELECT count(*) FROM documents");
            read.CommandTimeout = 5;
            await read.ExecuteScalarAsync();
            readsBehind += isBehind ? 1 : 0;
            Assert.False(migration.IsCompleted);
        }

        Assert.NotEqual(0, readsBehind);
        Assert.Contains(documents.Lines, line => line.Contains($"session {holder.ProcessID} (", StringComparison.Ordinal)
            && line.Contains("idle in transaction", StringComparison.Ordinal));
        await holder.DisposeAsync();
        await migration;
        Assert.Empty(await documents.Migrator.PendingAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_migration_that_has_waited_too_long_fails_and_names_who_holds_the_lock()
    {
        await using var documents = await InUseAsync(("Migrations:LockTimeout", "00:00:00.5"), ("Migrations:LockWaitLimit", "00:00:01"));
        await using var holder = await HoldAsync(documents, "BEGIN; SELECT count(*) FROM documents");
        var pending = await documents.Migrator.PendingAsync(CancellationToken.None);

        var refused = await Assert.ThrowsAsync<StartupException>(() => documents.Migrator.MigrateAsync(CancellationToken.None));
        Assert.Contains($"session {holder.ProcessID} (", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Migrations:LockWaitLimit", refused.Message, StringComparison.Ordinal);
        Assert.Equal(pending, await documents.Migrator.PendingAsync(CancellationToken.None));
    }

    [Fact]
    public async Task An_index_that_is_built_beside_a_long_transaction_waits_for_it_without_beginning_anew()
    {
        await using var documents = await InUseAsync(("Migrations:LockTimeout", "00:00:00.1"));
        // A snapshot, and no lock of a table that a migration changes.
        await using var holder = await HoldAsync(documents, "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM restarts");
        var migration = documents.Migrator.MigrateAsync(CancellationToken.None);
        await Eventually.HoldsAsync("the index waits longer than a lock may", async () => await ScalarAsync(
            documents.Database,
            """
            SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
            WHERE NOT granted AND locktype = 'virtualxid' AND query LIKE '%INDEX CONCURRENTLY%'
              AND waitstart < clock_timestamp() - interval '1 second'
            """) > 0);

        await holder.DisposeAsync();
        await migration;
        Assert.Equal(0, GaveWay(documents));
    }

    [Theory]
    [InlineData("LockTimeout", "00:00:00", "Migrations:LockTimeout is 00:00:00; it must be at least 00:00:00.01")]
    [InlineData("LockWaitLimit", "00:00:00", "Migrations:LockWaitLimit is 00:00:00; it must be more than 00:00:00")]
    public async Task A_limit_that_is_out_of_range_is_named(string option, string value, string error)
    {
        await using var documents = await DocumentsHost.CreateAsync(($"Migrations:{option}", value));
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(
            () => documents.Migrator.MigrateAsync(CancellationToken.None));
        Assert.Contains(error, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A database with the schema of the version before.</summary>
    private static async Task<DocumentsHost> InUseAsync(params (string Key, string Value)[] settings)
    {
        var documents = await DocumentsHost.CreateAsync(settings);
        await using var scope = documents.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SpadeDbContext>().GetService<IMigrator>().MigrateAsync(Before);
        return documents;
    }

    /// <summary>A session of its own in a transaction, which ends when the result is disposed.</summary>
    private static async Task<NpgsqlConnection> HoldAsync(DocumentsHost documents, string sql)
    {
        var connection = new NpgsqlConnection($"{documents.ConnectionString};Pooling=false;Application Name=report");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private static int GaveWay(DocumentsHost documents) =>
        documents.Lines.Count(line => line.Contains("it has given way", StringComparison.Ordinal));

    private static async Task<long> ScalarAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
