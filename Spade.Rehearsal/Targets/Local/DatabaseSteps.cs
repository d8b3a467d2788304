using Npgsql;
using Spade.Rehearsal.Machine;
using Spade.Rehearsal.Schedules;

namespace Spade.Rehearsal.Targets.Local;

/// <summary>Does steps to PostgreSQL.</summary>
internal sealed class DatabaseSteps(ILocalSystem system, TimeProvider time)
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(30);

    internal Task DoAsync(Step step, CancellationToken cancellationToken) => step.Action switch
    {
        StepAction.Restart => system.RestartDatabaseAsync(cancellationToken),
        StepAction.Kill => KillAsync(step.For, cancellationToken),
        StepAction.Freeze => FreezeAsync(step.For, cancellationToken),
        StepAction.ReadOnly => MakeReadOnlyAsync(step.For, cancellationToken),
        _ => throw new TargetException($"The database has no step '{step}'."),
    };

    /// <summary>The server's main process alone: the others notice and end, as they would after a crash of it.</summary>
    private async Task KillAsync(TimeSpan away, CancellationToken cancellationToken)
    {
        var server = system.DatabaseProcessId;
        var backends = ProcessFacts.ChildrenOf(server);
        UnixSignals.Send(server, UnixSignal.SIGKILL);
        // The next server does not start before all have ended, because they share memory.
        await Pace.UntilAsync(
            "PostgreSQL has ended", () => !backends.Prepend(server).Any(ProcessFacts.IsAlive), EndLimit, time, cancellationToken);
        await Task.Delay(away, time, cancellationToken);
        await system.RestartDatabaseAsync(cancellationToken);
    }

    private async Task FreezeAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var server = system.DatabaseProcessId;
        // The main process first, or it would start new ones.
        UnixSignals.Send(server, UnixSignal.SIGSTOP);
        var backends = ProcessFacts.ChildrenOf(server);
        foreach (var backend in backends)
            UnixSignals.Send(backend, UnixSignal.SIGSTOP);
        try
        {
            await Task.Delay(duration, time, cancellationToken);
        }
        finally
        {
            foreach (var process in backends.Prepend(server))
                UnixSignals.Send(process, UnixSignal.SIGCONT);
        }
    }

    private async Task MakeReadOnlyAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        await SetReadOnlyAsync("on", cancellationToken);
        try
        {
            await Task.Delay(duration, time, cancellationToken);
        }
        finally
        {
            await SetReadOnlyAsync("off", CancellationToken.None);
        }
    }

    /// <summary>Takes effect in every session with its next transaction.</summary>
    private async Task SetReadOnlyAsync(string value, CancellationToken cancellationToken)
    {
        await using var admin = NpgsqlDataSource.Create(
            $"{system.ConnectionString};Pooling=false;Options=-c default_transaction_read_only=off");
        foreach (var sql in (string[])[$"ALTER SYSTEM SET default_transaction_read_only = {value}", "SELECT pg_reload_conf()"])
        {
            await using var command = admin.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
