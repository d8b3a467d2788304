using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Spade.Jobs.Postgres;
using Spade.Jobs.Schema;
using Spade.Shutdown;

namespace Spade.Documents.Schema;

/// <summary>Applies the migrations, or waits until another process has, and then opens the <see cref="SchemaGate"/>. Waits for a database
/// that is away; a migration or a seed that fails stops the process.</summary>
internal sealed partial class SchemaStartup(
    SchemaMigrator migrator, SchemaGate gate, IOptions<MigrationOptions> options, TimeProvider time, ILogger<SchemaStartup> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private string? _waitingFor;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!await TryAsync(stoppingToken))
                await Task.Delay(Pause, time, stoppingToken);
            gate.Open();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Log.Cut(logger);
        }
        catch (StartupException refused)
        {
            // The host stops, and says nothing of its own.
            Log.Refused(logger, refused.Message);
            throw;
        }
    }

    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (options.Value.ApplyAtStartup)
            {
                await migrator.MigrateAsync(cancellationToken);
                return true;
            }

            var pending = await migrator.PendingAsync(cancellationToken);
            if (pending.Count == 0)
                return true;
            WaitFor($"{pending.Count} migration(s) to be applied, {pending[0]} first");
        }
        catch (Exception away) when (DatabaseFaults.MayPass(away))
        {
            WaitFor($"the database: {away.GetBaseException().Message}");
        }

        return false;
    }

    // Logs each reason once: the caller tries four times a second.
    private void WaitFor(string reason)
    {
        if (reason != _waitingFor)
            Log.Waiting(logger, reason);
        _waitingFor = reason;
    }

    private static partial class Log
    {
        [LoggerMessage(3011, LogLevel.Information, "Waiting for {Reason}")]
        public static partial void Waiting(ILogger logger, string reason);

        [LoggerMessage(3012, LogLevel.Information, "Stopped before the schema was in place; the next start goes on.")]
        public static partial void Cut(ILogger logger);

        [LoggerMessage(3013, LogLevel.Critical, "The service cannot start: {Reason}")]
        public static partial void Refused(ILogger logger, string reason);
    }
}
