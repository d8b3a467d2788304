using Npgsql;
using Spade.Jobs.Handlers;

namespace Spade.Jobs.Executing;

/// <summary>Records a final failure in the handler's own tables.</summary>
internal interface IFailureRecord
{
    /// <summary>Writes into the transaction that fails the job.</summary>
    Task RecordAsync(JobError error, NpgsqlTransaction transaction, CancellationToken cancellationToken);
}
