using System.Net.Sockets;
using Npgsql;

namespace Spade.Jobs.Postgres;

/// <summary>The one judge of whether an exception means that the database is away. The queue waits then, requests are answered with 503,
/// and a stop is not taken for a crash.</summary>
public static class DatabaseFaults
{
    /// <summary>PostgreSQL ended a transaction whose client was silent for too long. Npgsql has no name for it.</summary>
    private const string IdleInTransactionSessionTimeout = "25P03";

    /// <summary>PostgreSQL 17 ended a session whose transaction took too long. Npgsql has no name for it.</summary>
    private const string TransactionTimeout = "25P04";

    /// <summary>PostgreSQL ended a session that was idle for too long. Npgsql has no name for it.</summary>
    private const string IdleSessionTimeout = "57P05";

    /// <summary>What the exception, or one that it wraps, says.</summary>
    public static DatabaseFault Of(Exception? exception)
    {
        // A host name that cannot be resolved comes out of Npgsql as it is. Inside another exception it may come from another network.
        if (exception is SocketException)
            return DatabaseFault.Away;
        // EF Core wraps what it deems transient into InvalidOperationException or DbUpdateException.
        for (var current = exception; current is not null; current = current.InnerException)
        {
            switch (current)
            {
                case PostgresException postgres:
                    return Of(postgres.SqlState);
                // A batch of which several commands failed.
                case AggregateException { InnerExceptions: [var first, ..] }:
                    return Of(first);
                case NpgsqlOperationInProgressException:
                    return DatabaseFault.None;
                case NpgsqlException npgsql:
                    return OfConnection(npgsql);
            }
        }
        return DatabaseFault.None;
    }

    /// <summary>True when the database cannot be used now, or is too slow to tell: for background work that logs one line and tries again
    /// later.</summary>
    public static bool IsUnusable(
        Exception? exception) => Of(exception) is DatabaseFault.Away or DatabaseFault.Full or DatabaseFault.TimedOut;

    /// <summary>True when the same work may succeed when it is repeated: as <see cref="IsUnusable"/>, and after a conflict.</summary>
    public static bool MayPass(Exception? exception) => Of(exception) != DatabaseFault.None;

    /// <summary>By class and code of PostgreSQL's errors (its manual, appendix A).</summary>
    private static DatabaseFault Of(string sqlState) => sqlState switch
    {
        PostgresErrorCodes.DiskFull or PostgresErrorCodes.TooManyConnections => DatabaseFault.Full,
        // Connection exceptions, insufficient resources, errors of the system beneath the server.
        ['0', '8', ..] or ['5', '3', ..] or ['5', '8', ..] => DatabaseFault.Away,
        // A stand-by, or a former primary after a failover.
        PostgresErrorCodes.ReadOnlySqlTransaction => DatabaseFault.Away,
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or IdleInTransactionSessionTimeout or TransactionTimeout or IdleSessionTimeout => DatabaseFault.Away,
        // The private cluster of a development machine is up a moment before its database is created.
        PostgresErrorCodes.InvalidCatalogName => DatabaseFault.Away,
        PostgresErrorCodes.QueryCanceled => DatabaseFault.TimedOut,
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable
            => DatabaseFault.Conflict,
        _ => DatabaseFault.None,
    };

    /// <summary>Npgsql's own exceptions: no answer, or not in time. It calls a command, a connection and a pool that ran out of time
    /// by the same name.</summary>
    private static DatabaseFault OfConnection(NpgsqlException exception) => exception.InnerException switch
    {
        PostgresException or AggregateException => Of(exception.InnerException),
        TimeoutException => DatabaseFault.TimedOut,
        null or IOException or SocketException => DatabaseFault.Away,
        _ => exception.IsTransient ? DatabaseFault.Away : DatabaseFault.None,
    };
}
