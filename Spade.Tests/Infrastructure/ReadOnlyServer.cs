using Npgsql;

namespace Spade.Tests.Infrastructure;

/// <summary>A server that serves reads and rejects every write, as a former primary does after a failover.</summary>
internal static class ReadOnlyServer
{
    /// <summary>Takes effect in every session with its next transaction.</summary>
    public static async Task SetReadOnlyAsync(this TestPostgres server, bool isReadOnly)
    {
        await using var admin = NpgsqlDataSource.Create($"{server.ConnectionString};Options=-c default_transaction_read_only=off");
        string[] statements =
        [
            $"ALTER SYSTEM SET default_transaction_read_only = {(isReadOnly ? "on" : "off")}", "SELECT pg_reload_conf()",
        ];
        foreach (var sql in statements)
        {
            await using var command = admin.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }
}
