using Spade.Jobs.Postgres;

namespace Spade.Jobs.Leases;

/// <summary>What a handler wrote into the queue's transaction, or its commit, broke. Inside is the exception as it came.</summary>
/// <param name="exception">What broke.</param>
/// <param name="hasConnection">Whether the transaction's connection has outlived it.</param>
internal sealed class JobWriteException(Exception exception, bool hasConnection) : Exception(exception.Message, exception)
{
    /// <summary>What it says about the database. A connection that is gone says more than an exception of the code that used it.</summary>
    public DatabaseFault Fault { get; } = DatabaseFaults.Of(exception) is var fault && (hasConnection || fault == DatabaseFault.Full)
        ? fault
        : DatabaseFault.Away;
}
