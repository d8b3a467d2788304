using System.Text.RegularExpressions;
using Npgsql;
using OpenTelemetry;

namespace Spade.ServiceDefaults.Database;

/// <summary>Settings for every session of a service's pool. A statement sets them when the session opens, because poolers such as
/// PgBouncer reject the start-up parameter <c>options</c>.</summary>
internal static class SessionSettings
{
    private static readonly (string Name, string Value)[] All =
    [
        // A process that freezes inside a transaction holds its row locks until PostgreSQL ends the session.
        ("idle_in_transaction_session_timeout", "10s"),
        // All statements are short. Compiling one that PostgreSQL estimates as expensive takes 0.2 s of a core.
        ("jit", "off"),
    ];

    /// <summary>Adds the settings, except those that the connection string's Options set.</summary>
    public static void UseSessionSettings(this NpgsqlDataSourceBuilder source)
    {
        var given = source.ConnectionStringBuilder.Options ?? "";
        var calls = All.Where(setting => !Regex.IsMatch(given, $@"(^|\s)(-c\s*|--)?{setting.Name}\s*="))
            .Select(setting => $"set_config('{setting.Name}', '{setting.Value}', false)")
            .ToList();
        if (calls.Count == 0)
            return;
        var sql = $"SELECT {string.Join(", ", calls)}";
        // Not traced: it would show up in whichever request happens to open the connection.
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
