using System.Runtime.InteropServices;
using Npgsql;
using Spade.Documents;
using Spade.ServiceDefaults;

namespace Spade.Worker;

/// <summary><c>Spade.Worker migrate</c>: applies the migrations and exits. For whoever wants them done before a rollout, such as a
/// Kubernetes hook; services that start then find nothing to do.</summary>
internal static class MigrateCommand
{
    /// <summary>Runs to the end, or until SIGTERM or SIGINT. Exit code 0: the schema is up to date; 1: it could not be brought there; 3: cut,
    /// and what had begun was rolled back.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        using var stop = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cut);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cut);
        try
        {
            using var host = Build(args);
            await host.Services.GetRequiredService<DocumentsMigrator>().MigrateAsync(stop.Token);
            return ExitCodes.Clean;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return await FailAsync(ExitCodes.Cut, "cut before the end; what had begun was rolled back, and the next run goes on.");
        }
        catch (Exception exception) when (exception is StartRefusedException or NpgsqlException || DatabaseFaults.IsUnavailable(exception))
        {
            return await FailAsync(ExitCodes.Failed, exception.GetBaseException().Message);
        }

        void Cut(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static IHost Build(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.AddSpadeDataSource("spadedb", maxPoolSize: 2);
        builder.AddNpgsqlDbContext<SpadeDbContext>("spadedb", settings => (settings.DisableRetry, settings.DisableHealthChecks) = (true, true));
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
