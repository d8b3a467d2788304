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
    internal async Task<StoredKey?> FindAsync(string prefix, CancellationToken cancellationToken)
    {
        var readAt = time.GetTimestamp();
        await using var command = database.CreateCommand(KeyVerificationSql.Find).WithText(prefix);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        DateTimeOffset? expiresAt = await reader.IsDBNullAsync(4, cancellationToken) ? null : reader.GetFieldValue<DateTimeOffset>(4);
        var key = new VerifiedKey(prefix, reader.GetString(0), reader.GetFieldValue<string[]>(1), expiresAt);
        return new StoredKey(
            key, reader.GetFieldValue<byte[]>(2), isRevoked: reader.GetBoolean(3),
            expiresAt is null ? null : reader.GetFieldValue<TimeSpan>(5), readAt);
    }
}
