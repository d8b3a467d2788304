using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spade.Benchmarks.Measuring;

namespace Spade.Benchmarks.Restarts;

/// <summary>A service as ASP.NET Core's template for an empty one makes it, with a health check and a query. Nothing is said about its
/// end.</summary>
internal static class DefaultService
{
    internal const string Name = "default-service";

    /// <summary>Variable with the connection string.</summary>
    internal const string Database = "DATABASE";

    /// <summary>Path of the request that queries the database.</summary>
    internal const string Path = "/time";

    /// <summary>Serves until a signal ends it. It measures nothing, so there are no rows.</summary>
    internal static async IAsyncEnumerable<RowOfFigures> RunAsync(string[] arguments)
    {
        var builder = WebApplication.CreateBuilder(arguments);
        builder.Services.AddHealthChecks();
        builder.Services.AddSingleton(NpgsqlDataSource.Create(Environment.GetEnvironmentVariable(Database)!));
        var app = builder.Build();
        app.MapHealthChecks("/health/ready");
        app.MapGet(Path, async (NpgsqlDataSource database, CancellationToken cancellationToken) =>
        {
            await using var command = database.CreateCommand("SELECT now()");
            return await command.ExecuteScalarAsync(cancellationToken);
        });
        await app.RunAsync();
        yield break;
    }
}
