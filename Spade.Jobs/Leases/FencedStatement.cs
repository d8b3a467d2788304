using Npgsql;

namespace Spade.Jobs.Leases;

/// <summary>A statement that locks or moves a job under its fence; false when the run no longer owns the job.</summary>
internal delegate Task<bool> FencedStatement(NpgsqlTransaction transaction, CancellationToken cancellationToken);
