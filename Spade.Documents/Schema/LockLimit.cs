using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Spade.Documents.Schema;

/// <summary>Gives every transaction of a migration a short limit for waiting for locks: PostgreSQL makes everyone who wants the table queue
/// behind the one that waits for it.</summary>
/// <remarks>For transactions, not for the session: <c>CREATE INDEX CONCURRENTLY</c> runs without one. It holds nobody up while it waits for
/// old transactions, and would begin its work anew after each timeout.</remarks>
internal sealed class LockLimit(TimeSpan limit) : DbTransactionInterceptor
{
    public override async ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection, TransactionEndEventData eventData, DbTransaction result, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = result;
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"SET LOCAL lock_timeout = {limit.TotalMilliseconds:0}");
        await command.ExecuteNonQueryAsync(cancellationToken);
        return result;
    }
}
