using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Spade.Jobs.Nodes;
using Spade.Jobs.Postgres;
using Spade.Jobs.Schema;
using Spade.Shutdown.Progress;
using Spade.Shutdown.Reporting;

namespace Spade.Documents.Ledger;

/// <summary>Keeps this process's entry in the restart ledger, and ends the entries of processes that ended without closing
/// theirs.</summary>
/// <remarks>The entry never delays the process: it is opened once the schema is in place, marked when the process is told to stop, and
/// closed within the second that the exit report has. If a write fails, the log line of the exit report has the same facts.</remarks>
internal sealed partial class RestartLedger(
    NpgsqlDataSource database, SchemaGate gate, Node node, ShutdownProgress progress, ServiceIdentity identity,
    IOptions<RestartOptions> options, TimeProvider time, ILogger<RestartLedger> logger) : BackgroundService, IExitReportWriter
{
    /// <summary>Limit of the mark at the signal, 1 s: an absent database may be the reason for the stop.</summary>
    private static readonly TimeSpan MarkLimit = TimeSpan.FromSeconds(1);

    /// <summary>Limit of a write that is under way when the process is told to stop, 1 s.</summary>
    private static readonly TimeSpan KeepLimit = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan PruneInterval = TimeSpan.FromHours(1);

    private readonly long _began = time.GetTimestamp();
    private readonly TimeSpan _ageAtBegin = AgeOfProcess(time);
    private bool _isOpen;
    private long _pruned;

    /// <summary>Closes the entry with how the process ends.</summary>
    public Task WriteAsync(ExitReport report, CancellationToken cancellationToken) => TryAsync(
        async token =>
        {
            await OpenAsync(token);
            await ExecuteAsync(RestartSql.Close, command => AddEnding(command, report), token);
        },
        cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var signal = progress.Begun.Register(() => _ = MarkAsync());
        using var late = new LateToken(KeepLimit, time, stoppingToken);
        try
        {
            await gate.WaitAsync(stoppingToken);
            using var timer = new PeriodicTimer(options.Value.SettleInterval, time);
            do
                await TryAsync(KeepAsync, late.Token);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The exit report writes the rest.
        }
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        await ExecuteAsync(RestartSql.TakeBack, command => command.With(node.Id), cancellationToken);
        await ExecuteAsync(RestartSql.Settle, command => command, cancellationToken);
        await PruneAsync(cancellationToken);
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_isOpen)
            return;
        var age = _ageAtBegin + time.GetElapsedTime(_began);
        await ExecuteAsync(
            RestartSql.Open,
            command => command.With(node.Id).WithText(identity.Name).WithText(identity.Version)
                .WithText(node.Host).With(node.ProcessId).With(age.TotalMilliseconds),
            cancellationToken);
        _isOpen = true;
    }

    private async Task MarkAsync()
    {
        using var limit = new CancellationTokenSource(MarkLimit, time);
        await TryAsync(token => ExecuteAsync(RestartSql.Signal, AddSignal, token), limit.Token);
    }

    private NpgsqlCommand AddSignal(NpgsqlCommand command) => command
        .With(node.Id)
        .WithText(progress.Reason!.Value.ToWord())
        .With(progress.Elapsed.TotalMilliseconds)
        .With(progress.ReadyFlipped!.Value.TotalMilliseconds)
        .With(progress.Tally.InFlight);

    private NpgsqlCommand AddEnding(NpgsqlCommand command, ExitReport report)
    {
        var work = report.Work;
        return command
            .With(node.Id)
            .WithText(report.Reason?.ToWord())
            .With(progress.Elapsed.TotalMilliseconds)
            .With(report.ReadyFlipped?.TotalMilliseconds)
            .With(report.ListenerClosed?.TotalMilliseconds)
            .With(work.InFlight).With(work.Begun).With(work.Finished).With(work.Released).With(work.Aborted)
            .With(report.ExitCode)
            .With(report.BudgetUsed);
    }

    private async Task TryAsync(Func<CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        if (!gate.IsOpen)
            return;
        try
        {
            await write(cancellationToken);
        }
        catch (Exception exception) when (DatabaseFaults.IsUnusable(exception) || exception is OperationCanceledException)
        {
            Log.NotWritten(logger, exception.Message);
        }
        catch (Exception exception)
        {
            // The ledger is auxiliary: its failure must not end the service.
            Log.WriteFailed(logger, exception);
        }
    }

    private async Task PruneAsync(CancellationToken cancellationToken)
    {
        if (_pruned != 0 && time.GetElapsedTime(_pruned) < PruneInterval)
            return;
        await ExecuteAsync(RestartSql.Prune, command => command.With(options.Value.Retention.TotalMilliseconds), cancellationToken);
        _pruned = time.GetTimestamp();
    }

    /// <summary>The values are read when the connection is open: otherwise "how long ago" would leave out the wait for it.</summary>
    private async Task ExecuteAsync(string sql, Func<NpgsqlCommand, NpgsqlCommand> addValues, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = addValues(connection.Command(sql));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static TimeSpan AgeOfProcess(TimeProvider time)
    {
        using var process = Process.GetCurrentProcess();
        return time.GetUtcNow() - process.StartTime.ToUniversalTime();
    }

    private static partial class Log
    {
        [LoggerMessage(3101, LogLevel.Warning, "The restart ledger cannot be written now: {Reason}")]
        public static partial void NotWritten(ILogger logger, string reason);

        [LoggerMessage(3102, LogLevel.Error, "The restart ledger could not be written")]
        public static partial void WriteFailed(ILogger logger, Exception exception);
    }
}
