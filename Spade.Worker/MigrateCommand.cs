using System.Runtime.InteropServices;
using Npgsql;
using Spade.Documents.Schema;
using Spade.Jobs.Postgres;
using Spade.ServiceDefaults.Database;
using Spade.ServiceDefaults.Telemetry;
using Spade.Shutdown;
using Spade.Shutdown.Reporting;

namespace Spade.Worker;

/// <summary><c>Spade.Worker migrate</c>: applies the migrations and exits. Run it before a rollout, from a Kubernetes hook for example;
/// the services that start afterwards find the schema up to date.</summary>
internal static class MigrateCommand
{
    // Never disposed, and referenced for as long as the process lives: after the disposal of the last one a repeated SIGTERM would kill the
    // process just before it exits.
    private static readonly List<PosixSignalRegistration> Signals = [];

    /// <summary>Runs to the end, or until SIGTERM or SIGINT.</summary>
    /// <returns>The exit code. 0: the schema is up to date; 1: it could not be updated; 3: cut short, and what had begun was rolled
    /// back.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        // Not disposed either, because a signal may still arrive.
        var stop = new CancellationTokenSource();
        var interrupts = 0;
        Signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cut));
        Signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Cut));
        Signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt));
        try
        {
            using var host = Build(args);
            await host.Services.GetRequiredService<SchemaMigrator>().MigrateAsync(stop.Token);
            return ExitCodes.Clean;
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            return await FailAsync(ExitCodes.Cut, "cut before the end; what had begun was rolled back, and the next run goes on.");
        }
        catch (Exception exception) when (exception is StartupException or NpgsqlException || DatabaseFaults.IsUnusable(exception))
        {
            return await FailAsync(ExitCodes.Failed, exception.GetBaseException().Message);
        }

        void Interrupt(PosixSignalContext signal)
        {
            if (Interlocked.Increment(ref interrupts) > 1)
                Environment.Exit(ExitCodes.Interrupted);
            Cut(signal);
        }

        void Cut(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
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
        builder.Services.AddSchema();
        return builder.Build();
    }

    private static async Task<int> FailAsync(int code, string reason)
    {
        await Console.Error.WriteLineAsync($"migrate: {reason}");
        return code;
    }
}
