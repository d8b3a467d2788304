using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Schema;

/// <summary>Brings the schema up to date. Any number of processes may migrate at once: one works, and the others wait and find nothing
/// to do.</summary>
public sealed partial class SchemaMigrator(IServiceScopeFactory scopes, NpgsqlDataSource database, IEnumerable<ISchemaSeed> seeds,
    TimeProvider time, ILogger<SchemaMigrator> logger)
{
    /// <summary>How often a process looks whether another has finished.</summary>
    private static readonly TimeSpan LockPeriod = TimeSpan.FromMilliseconds(100);

    /// <summary>Key of the advisory lock under which migrations run: "spade" in ASCII.</summary>
    private const long LockKey = 0x7370616465;

    /// <summary>Applies every pending migration, and then writes what every <see cref="ISchemaSeed"/> misses.</summary>
    /// <exception cref="NpgsqlException">The database is away, or a migration does not apply to it.</exception>
    /// <exception cref="Spade.Shutdown.StartupException">A seed cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a migration that had begun was rolled back.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        if (await MigrationHistory.PendingAsync(database, cancellationToken) is not { Count: 0 })
            await ApplyInTurnAsync(cancellationToken);
        foreach (var seed in seeds)
            await seed.WriteAsync(cancellationToken);
    }

    /// <summary>The migrations of this program that the database lacks.</summary>
    public async Task<IReadOnlyList<string>> PendingAsync(CancellationToken cancellationToken)
    {
        if (await MigrationHistory.PendingAsync(database, cancellationToken) is { } pending)
            return pending;
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<SpadeDbContext>();
        return [.. await context.Database.GetPendingMigrationsAsync(cancellationToken)];
    }

    private async Task ApplyInTurnAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<SpadeDbContext>();
        // No limit: a migration takes as long as the data it moves, and so does the wait for the lock of another process.
        context.Database.SetCommandTimeout(TimeSpan.Zero);
        // Opened here, so that the lock and the migrations share one session: if it breaks, both end with it.
        await context.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await LockAsync((NpgsqlConnection)context.Database.GetDbConnection(), cancellationToken);
            await ApplyAsync(context, cancellationToken);
        }
        finally
        {
            await ReleaseAsync(context);
        }
    }

    private async Task ApplyAsync(SpadeDbContext context, CancellationToken cancellationToken)
    {
        // EF Core detects a missing history table by an error, twice. Created here, it leaves none in the server's log of a first start.
        await context.Database.ExecuteSqlRawAsync(context.GetService<IHistoryRepository>().GetCreateIfNotExistsScript(), cancellationToken);
        var pending = (await context.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        if (pending.Count == 0)
            return;
        Log.Applying(logger, pending.Count, pending[^1]);
        await context.Database.MigrateAsync(cancellationToken);
        Log.Applied(logger, pending[^1]);
    }

    // pg_advisory_lock would hold a snapshot while it waits, and CREATE INDEX CONCURRENTLY of the process that has the lock waits until all
    // older snapshots are gone: PostgreSQL would find a deadlock and end one of the two.
    private async Task LockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var tryLock = connection.Command("SELECT pg_try_advisory_lock($1)").With(LockKey);
        while (await tryLock.ExecuteScalarAsync(cancellationToken) is not true)
            await Task.Delay(LockPeriod, time, cancellationToken);
    }

    // The pool resets a session when it is used next, not when it is returned: without this the lock would be held until then.
    private static async Task ReleaseAsync(SpadeDbContext context)
    {
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        try
        {
            context.Database.SetCommandTimeout(TimeSpan.FromSeconds(2));
            await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
        catch (Exception broken) when (DatabaseFaults.IsUnusable(broken))
        {
            // Closes the idle sessions of the pool, and this one when it is returned; the server then frees the lock.
            NpgsqlConnection.ClearPool(connection);
        }

        await context.Database.CloseConnectionAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Information, "Applying {Count} migration(s), up to {Migration}.")]
        public static partial void Applying(ILogger logger, int count, string migration);

        [LoggerMessage(3002, LogLevel.Information, "The schema is at {Migration}.")]
        public static partial void Applied(ILogger logger, string migration);
    }
}
