using Npgsql;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Keys;

/// <summary>Reads keys.</summary>
public sealed class KeyRows(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>True once a key was ever made, also when all are revoked or have expired.</summary>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(KeyVerificationSql.Any);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>The key with this prefix; null when there is none.</summary>
    internal async Task<StoredKey?> FindAsync(string prefix, CancellationToken cancellationToken) =>
        (await FindAsync([prefix], cancellationToken)).GetValueOrDefault(prefix);

    /// <summary>The keys with these prefixes, as far as there are any.</summary>
    internal async Task<IReadOnlyDictionary<string, StoredKey>> FindAsync(string[] prefixes, CancellationToken cancellationToken)
    {
        var readAt = time.GetTimestamp();
        await using var command = database.CreateCommand(KeyVerificationSql.Find).With(prefixes);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new Dictionary<string, StoredKey>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            var key = KeyOf(reader, readAt);
            found.Add(key.Key.Prefix, key);
        }

        return found;
    }

    private static StoredKey KeyOf(NpgsqlDataReader row, long readAt)
    {
        DateTimeOffset? expiresAt = row.IsDBNull(5) ? null : row.GetFieldValue<DateTimeOffset>(5);
        var key = new VerifiedKey(row.GetString(0), row.GetString(1), row.GetFieldValue<string[]>(2), expiresAt);
        return new StoredKey(
            key, row.GetFieldValue<byte[]>(3), isRevoked: row.GetBoolean(4),
            expiresAt is null ? null : row.GetFieldValue<TimeSpan>(6), readAt);
    }
}
