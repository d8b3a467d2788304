using System.Runtime.InteropServices;
using Npgsql;
using Spade.Documents;
using Spade.Documents.Schema;
using Spade.Jobs;
using Spade.Jobs.Postgres;
using Spade.ServiceDefaults.Database;
using Spade.ServiceDefaults.Telemetry;
using Spade.Shutdown;
using Spade.Shutdown.Reporting;

namespace Spade.Worker;

/// <summary><c>Spade.Worker migrate</c>: applies the migrations and exits. For whoever wants them done before a rollout, such as a
/// Kubernetes hook; services that start then find nothing to do.</summary>
internal static class MigrateCommand
{
    // Never disposed, and in reach: the last one's disposal would let a repeated SIGTERM kill, in the moment before the exit.
    private static readonly List<PosixSignalRegistration> Signals = [];

    /// <summary>Runs to the end, or until SIGTERM or SIGINT. Exit code 0: the schema is up to date; 1: it could not be brought there; 3: cut,
    /// and what had begun was rolled back.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        // Not disposed either: a signal may still come.
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

    private static IHost Build(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.AddLoggingDefaults();
        builder.AddSpadeDataSource("spadedb", maxPoolSize: 2);
        builder.AddSpadeDbContext<SpadeDbContext>(settings => settings.DisableRetry = true);
        builder.Services.AddJobs();
        builder.Services.AddDocuments();
        return builder.Build();
    }

    private static async Task<int> FailAsync(int code, string reason)
    {
        await Console.Error.WriteLineAsync($"migrate: {reason}");
        return code;
    }
}
