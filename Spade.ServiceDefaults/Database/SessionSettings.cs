using System.Text.RegularExpressions;
using Npgsql;
using OpenTelemetry;

namespace Spade.ServiceDefaults.Database;

/// <summary>What every session of a service's pool is told once, when it is opened. As a statement: poolers such as PgBouncer refuse the
/// start-up parameter <c>options</c>.</summary>
internal static class SessionSettings
{
    private static readonly (string Name, string Value)[] All =
    [
        // A process frozen inside a transaction keeps its row locks until PostgreSQL ends the session.
        ("idle_in_transaction_session_timeout", "10s"),
        // Every statement is short. PostgreSQL compiles those that it thinks expensive, which takes a core for a fifth of a second.
        ("jit", "off"),
    ];

    /// <summary>Adds them. What the connection string's Options say stays.</summary>
    public static void UseSessionSettings(this NpgsqlDataSourceBuilder source)
    {
        var given = source.ConnectionStringBuilder.Options ?? "";
        var calls = All.Where(setting => !Regex.IsMatch(given, $@"(^|\s)(-c\s*|--)?{setting.Name}\s*="))
            .Select(setting => $"set_config('{setting.Name}', '{setting.Value}', false)")
            .ToList();
        if (calls.Count == 0)
            return;
        var sql = $"SELECT {string.Join(", ", calls)}";
        // Whoever happens to be the first to need the connection did not ask for it.
        source.UsePhysicalConnectionInitializer(
            connection =>
            {
                using var quiet = SuppressInstrumentationScope.Begin();
                using var command = new NpgsqlCommand(sql, connection);
                command.ExecuteNonQuery();
            },
            async connection =>
            {
                using var quiet = SuppressInstrumentationScope.Begin();
                await using var command = new NpgsqlCommand(sql, connection);
                await command.ExecuteNonQueryAsync();
            });
    }
}
