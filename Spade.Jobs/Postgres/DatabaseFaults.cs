using System.Net.Sockets;
using Npgsql;

namespace Spade.Jobs.Postgres;

/// <summary>Decides for the whole service whether an exception means that the database is away. Then the queue waits, requests get 503, and
/// a stop is not reported as a crash.</summary>
public static class DatabaseFaults
{
    /// <summary>PostgreSQL ended a transaction that was idle for too long. Npgsql has no constant for it.</summary>
    private const string IdleInTransactionSessionTimeout = "25P03";

    /// <summary>PostgreSQL 17 ended a session whose transaction took too long. Npgsql has no constant for it.</summary>
    private const string TransactionTimeout = "25P04";

    /// <summary>PostgreSQL ended a session that was idle for too long. Npgsql has no constant for it.</summary>
    private const string IdleSessionTimeout = "57P05";

    /// <summary>Classifies the exception or one that it wraps.</summary>
    public static DatabaseFault Of(Exception? exception)
    {
        // Npgsql does not wrap the exception for an unknown host name. Inside another exception it may concern another host.
        if (exception is SocketException)
            return DatabaseFault.Away;
        // EF Core wraps transient exceptions in InvalidOperationException or DbUpdateException.
        for (var current = exception; current is not null; current = current.InnerException)
        {
            switch (current)
            {
                case PostgresException postgres:
                    return Of(postgres.SqlState);
                // A batch with several failed commands.
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

    /// <summary>True when the database cannot be used now or timed out, for background work that logs one line and tries again
    /// later.</summary>
    public static bool IsUnusable(
        Exception? exception) => Of(exception) is DatabaseFault.Away or DatabaseFault.Full or DatabaseFault.TimedOut;

    /// <summary>True when the same work may succeed if repeated: as <see cref="IsUnusable"/>, and after a conflict.</summary>
    public static bool MayPass(Exception? exception) => Of(exception) != DatabaseFault.None;

    /// <summary>Classifies PostgreSQL's errors by class and code (its manual, appendix A).</summary>
    private static DatabaseFault Of(string sqlState) => sqlState switch
    {
        PostgresErrorCodes.DiskFull or PostgresErrorCodes.TooManyConnections => DatabaseFault.Full,
        // Connection exceptions, insufficient resources, system errors.
        ['0', '8', ..] or ['5', '3', ..] or ['5', '8', ..] => DatabaseFault.Away,
        // A standby, or a former primary after a failover.
        PostgresErrorCodes.ReadOnlySqlTransaction => DatabaseFault.Away,
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or IdleInTransactionSessionTimeout or TransactionTimeout or IdleSessionTimeout => DatabaseFault.Away,
        // The local development cluster accepts connections a moment before its database is created.
        PostgresErrorCodes.InvalidCatalogName => DatabaseFault.Away,
        PostgresErrorCodes.QueryCanceled => DatabaseFault.TimedOut,
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable
            => DatabaseFault.Conflict,
        _ => DatabaseFault.None,
    };

    /// <summary>Classifies Npgsql's own exceptions: no response, or a timeout. Timeouts of a command, a connection and the pool have the
    /// same type.</summary>
    private static DatabaseFault OfConnection(NpgsqlException exception) => exception.InnerException switch
    {
        PostgresException or AggregateException => Of(exception.InnerException),
        TimeoutException => DatabaseFault.TimedOut,
        null or IOException or SocketException => DatabaseFault.Away,
        _ => exception.IsTransient ? DatabaseFault.Away : DatabaseFault.None,
    };
}
