using Npgsql;

namespace Spade.Jobs.Handlers;

/// <summary>Statements that commit together with the state change of a job. After a broken connection or a deadlock they run again, so they
/// must be repeatable.</summary>
public delegate Task JobWrite(NpgsqlTransaction transaction, CancellationToken cancellationToken);
