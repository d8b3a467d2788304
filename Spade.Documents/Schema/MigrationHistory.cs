using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Spade.Documents;

/// <summary>Tells from one query whether the database has seen every migration of this program. EF Core knows too, but builds its model
/// and its query pipeline first: the largest part of a start that has nothing to apply.</summary>
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

    /// <summary>True when nothing is left to apply. Without a lock: rows are only added, by the transaction that applied the migration,
    /// so what is seen here is in place.</summary>
    public static async Task<bool> IsCompleteAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            // The first migration makes the table. Asked beforehand: an error of ours would stand in the server's log, once per process.
            await using (var exists = new NpgsqlCommand(Exists, connection))
            {
                if (await exists.ExecuteScalarAsync(cancellationToken) is not true)
                    return false;
            }

            await using var command = new NpgsqlCommand(Applied, connection);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var missing = Known.ToHashSet(StringComparer.OrdinalIgnoreCase);
            while (await reader.ReadAsync(cancellationToken))
                missing.Remove(reader.GetString(0));
            return missing.Count == 0;
        }
        catch (NpgsqlException exception) when (exception.InnerException is TimeoutException)
        {
            // EF Core locks the table while it migrates. Its own way to ask knows how to wait for that.
            return false;
        }
    }
}
