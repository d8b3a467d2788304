using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Lifecycle;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Aspire.Hosting.Run.Postgres;

/// <summary>A database: made if need be, then watched.</summary>
internal sealed partial class PostgresDatabaseLife(PostgresDatabaseResource database, RunTools tools) : ResourceLife(database, tools)
{
    protected override async Task LiveAsync(CancellationToken stopping)
    {
        if (database.ConfiguredConnectionString is not null)
            Log.Configured(Logger, database.Name);
        else
            await EnsureExistsAsync(stopping);
        await TellConnectionStringAsync(stopping);
        await PublishRunningAsync();
        await Tools.Health.WatchAsync(database, stopping);
    }

    private async Task EnsureExistsAsync(CancellationToken cancellationToken)
    {
        await Tools.Notifications.WaitForResourceHealthyAsync(database.Parent.Name, cancellationToken);
        var settings = new NpgsqlConnectionStringBuilder(await database.Parent.ConnectionStringExpression.GetValueAsync(cancellationToken))
        {
            Database = "postgres", Pooling = false,
        };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var exists = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", connection)
        {
            Parameters = { new() { Value = database.DatabaseName } },
        };
        if (await exists.ExecuteScalarAsync(cancellationToken) is true)
            return;
        await using var create = new NpgsqlCommand($"CREATE DATABASE {Quote(database.DatabaseName)}", connection);
        await create.ExecuteNonQueryAsync(cancellationToken);
        Log.Created(Logger, database.DatabaseName);
    }

    private static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "made the database {Database}")]
        internal static partial void Created(ILogger logger, string database);

        [LoggerMessage(LogLevel.Information, "is the one that ConnectionStrings:{Name} configures")]
        internal static partial void Configured(ILogger logger, string name);
    }
}
