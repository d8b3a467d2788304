using Npgsql;

namespace Spade.Jobs.Handlers;

/// <summary>Statements that commit together with the state change of a job. May run more than once when the connection breaks, or after a
/// deadlock: must be safe to repeat.</summary>
public delegate Task JobWrite(NpgsqlTransaction transaction, CancellationToken cancellationToken);
