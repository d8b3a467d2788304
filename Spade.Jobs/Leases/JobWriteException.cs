using Spade.Jobs.Postgres;

namespace Spade.Jobs.Leases;

/// <summary>Wraps an exception of a handler's statements in the queue's transaction, or of their commit.</summary>
/// <param name="exception">The original exception.</param>
/// <param name="hasConnection">Whether the transaction's connection is still open.</param>
internal sealed class JobWriteException(Exception exception, bool hasConnection) : Exception(exception.Message, exception)
{
    /// <summary>State of the database that the exception indicates. A lost connection counts more than the exception itself.</summary>
    public DatabaseFault Fault { get; } = DatabaseFaults.Of(exception) is var fault && (hasConnection || fault == DatabaseFault.Full)
        ? fault
        : DatabaseFault.Away;
}
