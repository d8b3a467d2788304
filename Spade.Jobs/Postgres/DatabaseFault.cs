namespace Spade.Jobs.Postgres;

/// <summary>What an exception says about the database.</summary>
public enum DatabaseFault
{
    /// <summary>Nothing: the statement is wrong, or the exception comes from elsewhere.</summary>
    None,

    /// <summary>The database cannot be used now: no connection, starting up, shutting down, read-only, out of memory. The same statement
    /// may succeed later.</summary>
    Away,

    /// <summary>As <see cref="Away"/>, because its disk is full or all its connections are taken. A session that is open and only reads
    /// notices neither.</summary>
    Full,

    /// <summary>A statement or a connection ran out of time, or was cancelled by the server. The exception does not say whether the
    /// statement or the database is to blame: a <see cref="DatabaseProbe"/> tells.</summary>
    TimedOut,

    /// <summary>A deadlock, a serialization failure or a lock that could not be had. The same transaction may succeed when it is
    /// repeated.</summary>
    Conflict,
}
