using Npgsql;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Retention;

/// <summary>Removes documents that have been kept long enough, a batch at a time. One process removes at any time.</summary>
internal sealed class DocumentRemoval(NpgsqlDataSource database)
{
    /// <summary>Most documents in one transaction.</summary>
    internal const int MostDocuments = 100;

    /// <summary>About how many bytes one transaction removes, unless a single document is larger: a second or two of a slow disk.</summary>
    internal const long MostBytes = 256 * 1024 * 1024;

    /// <summary>Key of the advisory lock: "prune" in ASCII.</summary>
    private const long LockKey = 0x7072756E65;

    /// <summary>A single document of 2,000 pages takes a while on a slow disk.</summary>
    private const int RemovalLimitSeconds = 120;

    /// <summary>Removes one batch.</summary>
    /// <returns>The number of documents that were removed, and whether there may be more to remove at once. No more when another process
    /// removes now.</returns>
    public async Task<(int Removed, bool MayBeMore)> RemoveBatchAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var tryLock = transaction.Command(RetentionSql.TryLock).With(LockKey))
        {
            if (await tryLock.ExecuteScalarAsync(cancellationToken) is not true)
                return (0, false);
        }

        var old = await FindAsync(transaction, age, cancellationToken);
        var batch = Fit(old);
        if (batch.Count == 0)
            return (0, false);
        await RemoveJobsAsync(transaction, batch, cancellationToken);
        await using var remove = transaction.Command(RetentionSql.RemoveDocuments)
            .With(batch.ConvertAll(document => document.Id).ToArray())
            .With(batch.ConvertAll(document => document.Job).ToArray())
            .With(age.TotalMilliseconds);
        remove.CommandTimeout = RemovalLimitSeconds;
        var removed = await remove.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        // A batch that removed nothing would be found again.
        return (removed, removed > 0 && (batch.Count < old.Count || old.Count >= MostDocuments));
    }

    /// <summary>The first documents that are not too much for one transaction; at least one.</summary>
    internal static List<OldDocument> Fit(IReadOnlyList<OldDocument> old)
    {
        List<OldDocument> batch = [];
        long bytes = 0;
        foreach (var document in old)
        {
            bytes += document.Bytes;
            if (batch.Count == MostDocuments || (batch.Count > 0 && bytes > MostBytes))
                break;
            batch.Add(document);
        }

        return batch;
    }

    private static async Task<List<OldDocument>> FindAsync(
        NpgsqlTransaction transaction, TimeSpan age, CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(RetentionSql.Old).With(age.TotalMilliseconds).With(MostDocuments);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var old = new List<OldDocument>();
        while (await reader.ReadAsync(cancellationToken))
        {
            old.Add(new OldDocument(
                reader.GetString(0), await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetGuid(1), reader.GetInt64(2)));
        }

        return old;
    }

    private static async Task RemoveJobsAsync(NpgsqlTransaction transaction, List<OldDocument> batch, CancellationToken cancellationToken)
    {
        Guid[] jobs = [.. batch.Select(document => document.Job).OfType<Guid>()];
        await using var command = transaction.Command(RetentionSql.RemoveJobs).With(jobs);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
