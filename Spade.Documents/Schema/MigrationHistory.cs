using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Spade.Documents.Schema;

/// <summary>Tells from one query which migrations of this program the database has not seen. EF Core knows too, but builds its model
/// and its query pipeline first: the largest part of a start that has nothing to apply. And it asks a table that may not be there yet.</summary>
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

    /// <summary>The migrations that are left to apply. Without a lock: rows are only added, by the transaction that applied the migration,
    /// so what is seen here is in place.</summary>
    /// <returns>Null when the answer did not come in time.</returns>
    public static async Task<IReadOnlyList<string>?> PendingAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            // The first migration makes the table. Asked beforehand: an error of ours would stand in the server's log, once per process.
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
        catch (NpgsqlException exception) when (exception.InnerException is TimeoutException)
        {
            // EF Core locks the table while it migrates. Its own way to ask knows how to wait for that.
            return null;
        }
    }
}
