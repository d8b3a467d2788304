using Npgsql;

namespace Spade.Jobs.Leases;

/// <summary>A statement that holds or moves a job under its fence; false when the job is not the run's any more.</summary>
internal delegate Task<bool> FencedStatement(NpgsqlTransaction transaction, CancellationToken cancellationToken);
