using Npgsql;
using Spade.Jobs.Notifications;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Keys;

/// <summary>Adds, lists and revokes keys. Whether a key may be used is <see cref="IKeyVerifier"/>'s to say.</summary>
/// <remarks>A revoked key stays in the table, because documents and logs name their keys.</remarks>
/// <param name="database">Where they are stored.</param>
/// <param name="notifications">Tells other processes of a change at once. Null in a command, which takes no part in the queue: they then
/// notice within <see cref="IKeyVerifier.MaxAge"/>.</param>
public sealed class KeyStore(NpgsqlDataSource database, INotifications? notifications = null)
{
    /// <summary>Key of the advisory lock under which keys are revoked: "spadekey" in ASCII.</summary>
    private const long LockKey = 0x73706164656b6579;

    /// <summary>Adds a key with a new secret.</summary>
    /// <param name="key">What it is for and what it allows.</param>
    /// <param name="addedBy">Prefix of the key, subject of the token, or name of the command that adds it.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <exception cref="ArgumentException"><see cref="NewKey.FindFault"/> finds one.</exception>
    public async Task<AddedKey> AddAsync(NewKey key, string addedBy, CancellationToken cancellationToken)
    {
        if (key.FindFault() is { } fault)
            throw new ArgumentException(fault, nameof(key));
        while (true)
        {
            var text = KeyText.Create();
            await using var add = database.CreateCommand(KeyStoreSql.Add)
                .WithText(text.Prefix).WithBytes(text.Hash()).WithText(key.Name).WithText(key.Tenant)
                .With<string[]>([.. KeyScopes.All.Where(key.Scopes.Contains)]).WithText(addedBy).With(key.ExpiresInDays);
            if (await ReadAsync(add, cancellationToken) is not [var stored])
                continue;
            notifications?.Publish(KeyNotifications.Topic, text.Prefix);
            return new AddedKey(text, stored);
        }
    }

    /// <summary>Keys, newest first, including those that are not accepted any more.</summary>
    /// <param name="tenant">Only those of this tenant; null for all.</param>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="limit">Most keys to return.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<IReadOnlyList<KeyDetails>> ListAsync(
        string? tenant, KeyState? state, int limit, CancellationToken cancellationToken)
    {
        await using var list = database.CreateCommand(KeyStoreSql.List).WithText(tenant).WithText(state?.ToWord()).With(limit);
        return await ReadAsync(list, cancellationToken);
    }

    /// <summary>True when a key that is accepted has the scope <see cref="KeyScopes.Operate"/>.</summary>
    public async Task<bool> HasAdministratorAsync(CancellationToken cancellationToken)
    {
        await using var ask = database.CreateCommand(KeyStoreSql.HasAdministrator);
        return await ask.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>Revokes a key, unless it is the last one that is accepted and may administer. May be repeated.</summary>
    /// <param name="prefix">Its prefix.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    public async Task<RevokedKey> RevokeAsync(string prefix, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var locking = transaction.Command(KeyStoreSql.Lock).With(LockKey))
            await locking.ExecuteNonQueryAsync(cancellationToken);
        // A statement of its own, so that it sees what the one before it in the lock has committed.
        await using var revoke = transaction.Command(KeyStoreSql.Revoke).WithText(prefix);
        if (await ReadAsync(revoke, cancellationToken) is [var revoked])
        {
            await transaction.CommitAsync(cancellationToken);
            notifications?.Publish(KeyNotifications.Topic, prefix);
            return new RevokedKey.Done(revoked);
        }

        await using var ask = transaction.Command(KeyStoreSql.Exists).WithText(prefix);
        return await ask.ExecuteScalarAsync(cancellationToken) is true ? new RevokedKey.LastAdministrator() : new RevokedKey.Unknown();
    }

    private static async Task<List<KeyDetails>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<KeyDetails>();
        while (await reader.ReadAsync(cancellationToken))
            keys.Add(KeyOf(reader));
        return keys;
    }

    private static KeyDetails KeyOf(NpgsqlDataReader row) => new()
    {
        Prefix = row.GetString(0),
        Name = row.GetString(1),
        Tenant = row.GetString(2),
        Scopes = row.GetFieldValue<string[]>(3),
        State = KeyStateNames.TryParse(row.GetString(4), out var state) ? state : throw new InvalidCastException(row.GetString(4)),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(5),
        CreatedBy = row.GetString(6),
        ExpiresAt = TimeOf(row, 7),
        RevokedAt = TimeOf(row, 8),
        LastUsedAt = TimeOf(row, 9),
    };

    private static DateTimeOffset? TimeOf(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
