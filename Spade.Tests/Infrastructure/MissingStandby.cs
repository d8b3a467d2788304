using Npgsql;

namespace Spade.Tests.Infrastructure;

/// <summary>A synchronous stand-by that does not exist: while PostgreSQL waits for it, commits are written and not confirmed. A session
/// with <c>synchronous_commit = local</c> does not wait.</summary>
internal static class MissingStandby
{
    public static Task AwaitAsync(NpgsqlDataSource admin) => SetAsync(admin, "'nobody'");

    public static Task ForgetAsync(NpgsqlDataSource admin) => SetAsync(admin, "''");

    /// <summary>Whether a matching statement has waited at least this long for its confirmation.</summary>
    public static async Task<bool> HoldsUpAsync(NpgsqlDataSource admin, string statement, TimeSpan longerThan)
    {
        await using var command = admin.CreateCommand(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND query LIKE $1 AND query_start < now() - $2)");
        command.Parameters.Add(new() { Value = statement });
        command.Parameters.Add(new() { Value = longerThan });
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    private static async Task SetAsync(NpgsqlDataSource admin, string names)
    {
        await using var set = admin.CreateCommand($"ALTER SYSTEM SET synchronous_standby_names = {names}");
        await set.ExecuteNonQueryAsync();
        await using var reload = admin.CreateCommand("SELECT pg_reload_conf()");
        await reload.ExecuteNonQueryAsync();
    }
}
