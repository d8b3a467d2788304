using Microsoft.Extensions.Options;
using Npgsql;
using Spade.Jobs.Postgres;
using Spade.ServiceDefaults.Database;
using Spade.ServiceDefaults.Telemetry;
using Spade.Shutdown;
using Spade.Shutdown.Reporting;

namespace Spade.Worker.Commands;

/// <summary>What the commands that work on the database have in common: their host, and how they end.</summary>
internal static class DatabaseCommand
{
    /// <summary>A builder with the database, and without telemetry.</summary>
    /// <param name="settings">Configuration as on the command line.</param>
    public static HostApplicationBuilder CreateBuilder(string[] settings)
    {
        var builder = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { Args = settings, ContentRootPath = AppContext.BaseDirectory });
        // Nothing here exports telemetry, so none is collected.
        builder.Configuration.AddInMemoryCollection(
            [new("Aspire:Npgsql:DisableTracing", "true"), new("Aspire:Npgsql:DisableMetrics", "true")]);
        builder.AddLoggingDefaults();
        builder.AddSpadeDataSource("spadedb", maxPoolSize: 2);
        return builder;
    }

    /// <summary>Runs a command to its end, or until SIGTERM or SIGINT, and says on the error stream why it failed.</summary>
    /// <param name="name">The command, for the error.</param>
    /// <param name="whenCut">What became of work that was cut short.</param>
    /// <param name="command">The command.</param>
    /// <returns>The exit code. 0: done; 1: it failed; 3: cut short.</returns>
    public static Task<int> RunAsync(string name, string whenCut, Func<CancellationToken, Task> command) =>
        CommandHost.RunAsync(async stop =>
        {
            try
            {
                await command(stop);
                return ExitCodes.Clean;
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return await FailAsync(name, ExitCodes.Cut, $"cut before the end; {whenCut}");
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UndefinedTable)
            {
                return await FailAsync(name, ExitCodes.Failed, "the database has no tables yet; start the services, or run migrate.");
            }
            catch (Exception exception) when (
                exception is StartupException or OptionsValidationException or CommandException or NpgsqlException
                || DatabaseFaults.IsUnusable(exception))
            {
                return await FailAsync(name, ExitCodes.Failed, exception.GetBaseException().Message);
            }
        });

    private static async Task<int> FailAsync(string name, int code, string reason)
    {
        await Console.Error.WriteLineAsync($"{name}: {reason}");
        return code;
    }
}
