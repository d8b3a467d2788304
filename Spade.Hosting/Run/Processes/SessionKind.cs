namespace Aspire.Hosting.Run.Processes;

/// <summary>How a session is ended when the AppHost cannot do it any more.</summary>
internal enum SessionKind
{
    /// <summary>Killed with everything in it: services lose nothing by that.</summary>
    Service,

    /// <summary>After the services, by PostgreSQL's fast shutdown, which leaves nothing to recover.</summary>
    Postgres,
}
