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

/// <summary>Keeps this process's entry in the restart ledger, and ends the entries of processes that are gone without a word.</summary>
/// <remarks>The entry follows the process and never holds it up: it is opened when the schema is there, marked when the signal comes, and
/// finished within the second that the last words have. What could not be written is in the log line of the same facts.</remarks>
internal sealed partial class RestartLedger(
    NpgsqlDataSource database, SchemaGate gate, Node node, ShutdownProgress progress, ServiceIdentity identity,
    IOptions<RestartOptions> options, TimeProvider time, ILogger<RestartLedger> logger) : BackgroundService, IExitReportWriter
{
    /// <summary>For the mark at the signal: the database may be what the process is stopped for.</summary>
    private static readonly TimeSpan MarkLimit = TimeSpan.FromSeconds(1);

    /// <summary>For what is being written when the process is told to stop.</summary>
    private static readonly TimeSpan KeepLimit = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan PruneInterval = TimeSpan.FromHours(1);

    private readonly long _began = time.GetTimestamp();
    private readonly TimeSpan _ageAtBegin = AgeOfProcess(time);
    private bool _isOpen;
    private long _pruned;

    /// <summary>Writes how the process ends.</summary>
    public Task WriteAsync(ExitReport report, CancellationToken cancellationToken) => TryAsync(
        async token =>
        {
            await OpenAsync(token);
            await ExecuteAsync(RestartSql.Close, () => Ending(report), token);
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
            // The last words write the rest.
        }
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        await ExecuteAsync(RestartSql.TakeBack, cancellationToken, node.Id);
        await ExecuteAsync(RestartSql.Settle, cancellationToken);
        await PruneAsync(cancellationToken);
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_isOpen)
            return;
        var age = _ageAtBegin + time.GetElapsedTime(_began);
        await ExecuteAsync(
            RestartSql.Open, cancellationToken, node.Id, identity.Name, identity.Version, node.Host, node.ProcessId, age.TotalMilliseconds);
        _isOpen = true;
    }

    private async Task MarkAsync()
    {
        using var limit = new CancellationTokenSource(MarkLimit, time);
        await TryAsync(
            token => ExecuteAsync(
                RestartSql.Signal,
                () => [node.Id, progress.Reason!.Value.ToWord(), SinceSignal, progress.ReadyFlipped!.Value.TotalMilliseconds, progress.Tally.InFlight],
                token),
            limit.Token);
    }

    private double SinceSignal => progress.Elapsed.TotalMilliseconds;

    private object?[] Ending(ExitReport report)
    {
        var work = report.Work;
        return
        [
            node.Id, report.Reason?.ToWord(), SinceSignal, report.ReadyFlipped?.TotalMilliseconds, report.ListenerClosed?.TotalMilliseconds,
            work.InFlight, work.Begun, work.Finished, work.Released, work.Aborted, report.ExitCode, report.BudgetUsed,
        ];
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
            // Never the service's end: it keeps a book of what matters more than the book.
            Log.WriteFailed(logger, exception);
        }
    }

    private async Task PruneAsync(CancellationToken cancellationToken)
    {
        if (_pruned != 0 && time.GetElapsedTime(_pruned) < PruneInterval)
            return;
        await ExecuteAsync(RestartSql.Prune, cancellationToken, options.Value.Retention.TotalMilliseconds);
        _pruned = time.GetTimestamp();
    }

    private Task ExecuteAsync(string sql, CancellationToken cancellationToken, params object?[] values) =>
        ExecuteAsync(sql, () => values, cancellationToken);

    /// <summary>The values are taken when there is a connection: waiting for one must not make "now" any older.</summary>
    private async Task ExecuteAsync(string sql, Func<object?[]> values, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values())
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
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
