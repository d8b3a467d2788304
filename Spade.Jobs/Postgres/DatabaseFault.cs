namespace Spade.Jobs.Postgres;

/// <summary>State of the database that an exception indicates.</summary>
public enum DatabaseFault
{
    /// <summary>Nothing: the statement is wrong, or the exception comes from elsewhere.</summary>
    None,

    /// <summary>The database cannot be used now: no connection, starting up, shutting down, read-only, out of memory. The same statement
    /// may succeed later.</summary>
    Away,

    /// <summary>As <see cref="Away"/>, because its disk is full or all its connections are taken. An open session that only reads is not
    /// affected.</summary>
    Full,

    /// <summary>A statement or connection timed out or was cancelled by the server. The exception does not show whether the statement or
    /// the database is the cause; a <see cref="DatabaseProbe"/> does.</summary>
    TimedOut,

    /// <summary>A deadlock, a serialization failure or an unavailable lock. The same transaction may succeed when it is
    /// repeated.</summary>
    Conflict,
}
