using Microsoft.Extensions.Options;
using Npgsql;
using Spade.Documents.Keys;
using Spade.Documents.Schema;
using Spade.Jobs.Postgres;
using Spade.ServiceDefaults.Database;
using Spade.ServiceDefaults.Telemetry;
using Spade.Shutdown;
using Spade.Shutdown.Reporting;

namespace Spade.Worker;

/// <summary><c>Spade.Worker migrate</c>: applies the migrations, adds the first administrator's key, and exits. Run it before a rollout,
/// from a Kubernetes hook for example; the services that start afterwards find the schema up to date.</summary>
internal static class MigrateCommand
{
    /// <summary>Runs to the end, or until SIGTERM or SIGINT.</summary>
    /// <returns>The exit code. 0: the schema is up to date; 1: it could not be updated; 3: cut short, and what had begun was rolled
    /// back.</returns>
    public static Task<int> RunAsync(string[] args) => CommandHost.RunAsync(stop => RunAsync(args, stop));

    private static async Task<int> RunAsync(string[] args, CancellationToken stop)
    {
        try
        {
            using var host = Build(args);
            await host.Services.GetRequiredService<SchemaMigrator>().MigrateAsync(stop);
            return ExitCodes.Clean;
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            return await FailAsync(ExitCodes.Cut, "cut before the end; what had begun was rolled back, and the next run goes on.");
        }
        catch (Exception exception) when (
            exception is StartupException or OptionsValidationException or NpgsqlException || DatabaseFaults.IsUnusable(exception))
        {
            return await FailAsync(ExitCodes.Failed, exception.GetBaseException().Message);
        }
    }

    internal static IHost Build(string[] args)
    {
        var settings = new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory };
        var builder = Host.CreateApplicationBuilder(settings);
        // Nothing here exports telemetry, so none is collected.
        builder.Configuration.AddInMemoryCollection(
            [new("Aspire:Npgsql:DisableTracing", "true"), new("Aspire:Npgsql:DisableMetrics", "true")]);
        builder.AddLoggingDefaults();
        builder.AddSpadeDataSource("spadedb", maxPoolSize: 2);
        builder.AddSpadeDbContext<SpadeDbContext>(context => context.DisableRetry = true);
        builder.Services.AddSchema().AddAdministratorKey();
        return builder.Build();
    }

    private static async Task<int> FailAsync(int code, string reason)
    {
        await Console.Error.WriteLineAsync($"migrate: {reason}");
        return code;
    }
}
