using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Spade.Jobs.Postgres;

namespace Spade.Documents.Schema;

/// <summary>Finds by one query which migrations of this program the database lacks.</summary>
/// <remarks>EF Core can tell too, but builds its services and its query pipeline first, which is the largest part of a start that has
/// nothing to apply; and it queries a table that may not exist yet.</remarks>
internal static class MigrationHistory
{
    private const string Exists = """SELECT to_regclass('"__EFMigrationsHistory"') IS NOT NULL""";
    private const string Applied = """SELECT "MigrationId" FROM "__EFMigrationsHistory" """;

    /// <summary>The program's migrations, in the order in which they apply.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        .. from type in typeof(MigrationHistory).Assembly.GetTypes()
           where type.IsSubclassOf(typeof(Migration))
           let migration = type.GetCustomAttribute<MigrationAttribute>()
           where migration is not null
           orderby migration.Id
           select migration.Id,
    ];

    /// <summary>The migrations that are left to apply. No lock is needed: a row is added by the transaction that applied its migration and
    /// is never removed.</summary>
    /// <returns>Null when the answer did not come in time.</returns>
    public static async Task<IReadOnlyList<string>?> PendingAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            // The first migration creates the table. Without this check each process would leave an error in the server's log.
            await using (var exists = new NpgsqlCommand(Exists, connection))
            {
                if (await exists.ExecuteScalarAsync(cancellationToken) is not true)
                    return Known;
            }

            await using var command = new NpgsqlCommand(Applied, connection);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var applied = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            while (await reader.ReadAsync(cancellationToken))
                applied.Add(reader.GetString(0));
            return [.. Known.Where(migration => !applied.Contains(migration))];
        }
        catch (NpgsqlException exception) when (DatabaseFaults.Of(exception) == DatabaseFault.TimedOut)
        {
            // Another process migrates and has locked the table. The caller asks EF Core, which waits for that.
            return null;
        }
    }
}
