using Npgsql;

namespace Spade.Jobs;

/// <summary>Tells errors that pass (the server restarts, a connection broke) from those that do not.</summary>
internal static class DatabaseErrors
{
    /// <summary>PostgreSQL ended a transaction in which nothing happened; Npgsql has no name for it.</summary>
    private const string IdleInTransactionSessionTimeout = "25P03";

    /// <summary>True when the same statement may succeed on another connection, or a little later.</summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        PostgresException postgres => postgres.IsTransient || IsServerGoingAway(postgres.SqlState),
        NpgsqlException => true,
        TimeoutException => true,
        // A connection that breaks in the middle of a COPY or a transaction surfaces as one of these.
        IOException or ObjectDisposedException => true,
        _ => false,
    };

    private static bool IsServerGoingAway(string sqlState) => sqlState
        is PostgresErrorCodes.AdminShutdown
        or PostgresErrorCodes.CrashShutdown
        or PostgresErrorCodes.CannotConnectNow
        or IdleInTransactionSessionTimeout
        or PostgresErrorCodes.QueryCanceled;
}
