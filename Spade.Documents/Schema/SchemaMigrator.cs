using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Spade.Jobs.Postgres;
using Spade.Shutdown;

namespace Spade.Documents.Schema;

/// <summary>Brings the schema up to date. Any number of processes may migrate at once: one works, and the others wait and find nothing
/// to do.</summary>
public sealed partial class SchemaMigrator(
    DbContextOptions<SpadeDbContext> contextOptions, NpgsqlDataSource database, IEnumerable<ISchemaSeed> seeds,
    IOptions<MigrationOptions> options, TimeProvider time, ILogger<SchemaMigrator> logger)
{
    /// <summary>How often a process looks whether another has finished.</summary>
    private static readonly TimeSpan LockPeriod = TimeSpan.FromMilliseconds(100);

    /// <summary>Key of the advisory lock under which migrations run: "spade" in ASCII.</summary>
    private const long LockKey = 0x7370616465;

    /// <summary>Applies every pending migration, and then writes what every <see cref="ISchemaSeed"/> misses.</summary>
    /// <exception cref="NpgsqlException">The database is away, or a migration does not apply to it.</exception>
    /// <exception cref="StartupException">Others have held a lock for longer than <see cref="MigrationOptions.LockWaitLimit"/>, or a seed
    /// cannot be written.</exception>
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
        await using var context = new SpadeDbContext(contextOptions);
        return [.. await context.Database.GetPendingMigrationsAsync(cancellationToken)];
    }

    private async Task ApplyInTurnAsync(CancellationToken cancellationToken)
    {
        var limited = new DbContextOptionsBuilder<SpadeDbContext>(contextOptions)
            .AddInterceptors(new LockLimit(options.Value.LockTimeout)).Options;
        await using var context = new SpadeDbContext(limited);
        // No limit: a migration takes as long as the data it moves, and so does the wait for the lock of another process.
        context.Database.SetCommandTimeout(TimeSpan.Zero);
        // Opened here, so that the lock and the migrations share one session: if it breaks, both end with it.
        await context.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await LockAsync((NpgsqlConnection)context.Database.GetDbConnection(), cancellationToken);
            await ApplyPatientlyAsync(context, cancellationToken);
        }
        finally
        {
            await ReleaseAsync(context);
        }
    }

    /// <summary>Applies what is pending, and again after a pause in which those go on that have waited behind it.</summary>
    private async Task ApplyPatientlyAsync(SpadeDbContext context, CancellationToken cancellationToken)
    {
        var (timeout, limit, began) = (options.Value.LockTimeout, options.Value.LockWaitLimit, time.GetTimestamp());
        var holders = new LockHolders(database, time);
        while (!await TryApplyAsync(context, holders, cancellationToken))
        {
            if (time.GetElapsedTime(began) > limit)
            {
                throw new StartupException(
                    $"A migration has waited for the lock of a table for {limit.TotalSeconds:0} s (Migrations:LockWaitLimit). It is held "
                    + $"by {holders.Last}: end that transaction, for example with pg_terminate_backend, and start again.");
            }

            Log.GaveWay(logger, holders.Last, timeout.TotalSeconds, 2 * timeout.TotalSeconds);
            await Task.Delay(2 * timeout, time, cancellationToken);
        }
    }

    /// <returns>False when a lock was not free in time. What had begun was rolled back.</returns>
    private async Task<bool> TryApplyAsync(SpadeDbContext context, LockHolders holders, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = holders.WatchAsync(((NpgsqlConnection)context.Database.GetDbConnection()).ProcessID, end.Token);
        try
        {
            await ApplyAsync(context, cancellationToken);
            return true;
        }
        catch (Exception exception) when (
            exception.GetBaseException() is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable })
        {
            return false;
        }
        finally
        {
            await end.CancelAsync();
            await watching;
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

        [LoggerMessage(3003, LogLevel.Warning,
            "A migration cannot get the lock of a table, which is held by {Holders}. After {Timeout} s it has given way to those that "
            + "waited behind it, and is tried again in {Pause} s.")]
        public static partial void GaveWay(ILogger logger, string holders, double timeout, double pause);
    }
}
