namespace Spade.Jobs.Postgres;

/// <summary>What an exception says about the database.</summary>
public enum DatabaseFault
{
    /// <summary>Nothing: the statement is wrong, or the exception comes from elsewhere.</summary>
    None,

    /// <summary>The database cannot be used now, by anybody: no connection, starting up, shutting down, read-only, out of resources. The
    /// same statement may succeed later.</summary>
    Away,

    /// <summary>A statement or a connection ran out of time, or was cancelled by the server. The exception does not say whether the
    /// statement or the database is to blame: whoever needs to know asks the database something easy.</summary>
    TimedOut,

    /// <summary>A deadlock, a serialization failure or a lock that could not be had. The same transaction may succeed when it is repeated.</summary>
    Conflict,
}
