using Aspire.Hosting.ApplicationModel;
using Npgsql;

namespace Aspire.Hosting.Postgres;

/// <summary>Runs the scripts of a server whose data has just been made, in the order of their names, as the server's image would.</summary>
internal static class InitFiles
{
    internal static async Task RunAsync(PostgresServerResource server, string startAfresh, CancellationToken cancellationToken)
    {
        var scripts = server.Annotations.OfType<InitFilesAnnotation>().SelectMany(files => ScriptsOf(server, files.Source)).ToList();
        var settings = new NpgsqlConnectionStringBuilder(await server.ConnectionStringExpression.GetValueAsync(cancellationToken))
        {
            Database = "postgres", Pooling = false,
        };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        foreach (var script in scripts)
            await RunAsync(server, script, connection, startAfresh, cancellationToken);
    }

    private static async Task RunAsync(
        PostgresServerResource server, string script, NpgsqlConnection connection, string startAfresh, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = new NpgsqlCommand(await File.ReadAllTextAsync(script, cancellationToken), connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException exception)
        {
            throw new DistributedApplicationException($"'{server.Name}': {script} fails: {exception.MessageText}. Correct it; {startAfresh}", exception);
        }
    }

    private static IEnumerable<string> ScriptsOf(PostgresServerResource server, string source)
    {
        if (!File.Exists(source) && !Directory.Exists(source))
            throw new DistributedApplicationException($"'{server.Name}': there are no init files at {source}.");
        var files = Directory.Exists(source) ? Directory.GetFiles(source).Order(StringComparer.Ordinal) : Enumerable.Repeat(source, 1);
        foreach (var file in files)
        {
            if (Path.GetExtension(file) != ".sql")
                throw new DistributedApplicationException($"'{server.Name}': {file} is no .sql file, and a run knows no other init files.");
            yield return file;
        }
    }
}
