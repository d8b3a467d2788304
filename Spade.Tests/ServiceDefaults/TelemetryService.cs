using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Spade.ServiceDefaults.Database;

namespace Spade.Tests.ServiceDefaults;

/// <summary>A service with a database and a few endpoints, whose telemetry is checked.</summary>
internal static partial class TelemetryService
{
    public static Task<TestService> StartAsync(
        IEnumerable<KeyValuePair<string, string>> settings, string name, string database, bool answerExceptions = false) =>
        TestService.StartAsync(
            [.. settings, new("OTEL_SERVICE_NAME", name), new("ConnectionStrings:spadedb", database)],
            builder =>
            {
                builder.AddSpadeDataSource("spadedb", maxPoolSize: 2);
                builder.AddSpadeDbContext<EmptyContext>();
                builder.Services.AddHostedService<TalkativeService>();
            },
            app =>
            {
                if (answerExceptions)
                    app.UseExceptionHandler(handler => handler.Run(AnswerUnavailableAsync));
                app.MapGet("/tables/{id}", async (EmptyContext context, NpgsqlDataSource source, CancellationToken token) =>
                {
                    await using (var command = source.CreateCommand("SELECT oid FROM pg_class LIMIT 1"))
                        await command.ExecuteScalarAsync(token);
                    await using (var batch = source.CreateBatch())
                    {
                        batch.BatchCommands.Add(new("SELECT oid FROM pg_class LIMIT 1"));
                        batch.BatchCommands.Add(new("SELECT oid FROM pg_type LIMIT 1"));
                        await batch.ExecuteNonQueryAsync(token);
                    }
                    return await context.Database.SqlQuery<uint>($"SELECT oid AS \"Value\" FROM pg_type LIMIT 1").SingleAsync(token);
                });
                app.MapGet("/things/{id}", async (
                    string id, NpgsqlDataSource source, ILogger<TestService> logger, CancellationToken token) =>
                {
                    Log.Looking(logger, id);
                    await using var command = source.CreateCommand("SELECT 7");
                    return await command.ExecuteScalarAsync(token);
                });
                app.MapGet("/broken/{id}", IResult () => throw new InvalidTimeZoneException("on purpose"));
            });

    private static Task AnswerUnavailableAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }

    private sealed class EmptyContext(DbContextOptions<EmptyContext> options) : DbContext(options);

    private sealed class TalkativeService(ILogger<TestService> logger) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            Log.Stopping(logger);
            return Task.CompletedTask;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Looking at {Id}")]
        public static partial void Looking(ILogger logger, string id);

        [LoggerMessage(2, LogLevel.Information, "Said while stopping")]
        public static partial void Stopping(ILogger logger);
    }
}
