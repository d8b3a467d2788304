using System.Net.Sockets;
using Npgsql;

namespace Spade.Documents;

/// <summary>Tells a database that is away, and will be back, from a statement that is wrong.</summary>
public static class DatabaseFaults
{
    /// <summary>PostgreSQL ended a transaction whose client was silent for too long. Npgsql has no name for it.</summary>
    private const string IdleInTransactionSessionTimeout = "25P03";

    /// <summary>SQLSTATEs that mean "not now", beyond those that Npgsql itself calls transient.</summary>
    private static readonly HashSet<string> Away =
    [
        PostgresErrorCodes.AdminShutdown,
        PostgresErrorCodes.CrashShutdown,
        PostgresErrorCodes.CannotConnectNow,
        // The private cluster of a development machine is up a moment before its database is created.
        PostgresErrorCodes.InvalidCatalogName,
        IdleInTransactionSessionTimeout,
    ];

    /// <summary>True when the exception, or one that it wraps, means that the database cannot be used at the moment: refused, broken
    /// or timed-out connections, an exhausted pool, a server that shuts down, starts up or has no room.</summary>
    public static bool IsUnavailable(Exception? exception)
    {
        // EF Core wraps what it deems transient into InvalidOperationException or DbUpdateException.
        for (var current = exception; current is not null; current = current.InnerException)
        {
            switch (current)
            {
                case PostgresException postgres:
                    return postgres.IsTransient || Away.Contains(postgres.SqlState);
                case NpgsqlException npgsql:
                    return npgsql.IsTransient || npgsql.InnerException is null or IOException or SocketException or TimeoutException;
            }
        }

        return false;
    }
}
