using Npgsql;
using Spade.Documents.Keys;
using Spade.Jobs.Postgres;

namespace Spade.Tests.Access;

/// <summary>Keys of tests, written to the table without the code that makes keys for users.</summary>
internal static class TestKeys
{
    /// <summary>Adds a key and returns its text.</summary>
    public static async Task<string> AddKeyAsync(
        this NpgsqlDataSource database, string tenant = "default", TimeSpan? expiresIn = null, params string[] scopes)
    {
        var key = KeyText.Create();
        await using var command = database.CreateCommand(
            """
            INSERT INTO api_keys (prefix, hash, name, tenant, scopes, created_by, expires_at)
            VALUES ($1, $2, 'test', $3, $4, 'test', now() + $5)
            """);
        command.WithText(key.Prefix).WithBytes(key.Hash()).WithText(tenant).With(scopes is [] ? [.. KeyScopes.All] : scopes)
            .With(expiresIn);
        await command.ExecuteNonQueryAsync();
        return key.Reveal();
    }

    /// <summary>Revokes a key, without a notification.</summary>
    public static Task RevokeKeyAsync(this NpgsqlDataSource database, string key) => database.EndKeyAsync("revoked_at", key);

    /// <summary>Makes now the end of a key, without a notification.</summary>
    public static Task ExpireKeyAsync(this NpgsqlDataSource database, string key) => database.EndKeyAsync("expires_at", key);

    /// <summary>A key with the same prefix and another secret.</summary>
    public static string WithOtherSecret(string key) => PrefixOf(key) + KeyText.Create().Reveal()[KeyText.PrefixLength..];

    public static string PrefixOf(string key) => key[..KeyText.PrefixLength];

    private static async Task EndKeyAsync(this NpgsqlDataSource database, string column, string key)
    {
        await using var command = database.CreateCommand($"UPDATE api_keys SET {column} = now() WHERE prefix = $1").WithText(PrefixOf(key));
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
