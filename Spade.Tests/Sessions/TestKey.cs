using Npgsql;
using Spade.Documents.Keys;

namespace Spade.Tests.Sessions;

/// <summary>A key in a test's database.</summary>
/// <param name="Text">The whole key.</param>
/// <param name="Prefix">The part of it that is no secret.</param>
/// <param name="Database">Connection string of the database.</param>
internal sealed record TestKey(string Text, string Prefix, string Database)
{
    /// <summary>Adds a key of the tenant <c>scans</c>; all scopes if none is named.</summary>
    public static async Task<TestKey> AddAsync(string database, params string[] scopes)
    {
        var key = KeyText.Create();
        await ExecuteAsync(
            database,
            "INSERT INTO api_keys (prefix, hash, name, tenant, scopes, created_by) VALUES ($1, $2, 'test', 'scans', $3, 'test')",
            key.Prefix, key.Hash(), scopes is [] ? KeyScopes.All.ToArray() : scopes);
        return new TestKey(key.Reveal(), key.Prefix, database);
    }

    public Task RevokeAsync() => ExecuteAsync(Database, "UPDATE api_keys SET revoked_at = now() WHERE prefix = $1", Prefix);

    public Task ExpireAsync() => ExecuteAsync(Database, "UPDATE api_keys SET expires_at = now() WHERE prefix = $1", Prefix);

    private static async Task ExecuteAsync(string database, string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }
}
