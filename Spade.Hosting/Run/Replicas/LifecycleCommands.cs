using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Lifecycle;

namespace Aspire.Hosting.Run.Replicas;

/// <summary>The commands that every replica set knows, one at a time.</summary>
internal sealed class LifecycleCommands(ReplicaSet set, RunTools tools)
{
    /// <summary>Restarts one replica after the other, each only when its successor is ready. Ours, not Aspire's.</summary>
    internal const string RollingRestart = "rolling-restart";

    private readonly Lock _lock = new();
    private bool _isOpen;
    private CommandRun? _current;

    /// <summary>The command that is under way, or else the last one.</summary>
    internal CommandRun? Current
    {
        get
        {
            lock (_lock)
                return _current;
        }
    }

    /// <summary>From here on commands are carried out.</summary>
    internal void Open()
    {
        lock (_lock)
            _isOpen = true;
    }

    /// <summary>Ends when the last command has, which <see cref="ReplicaSet.Stopping"/> shortens; no other begins.</summary>
    internal async Task CloseAsync()
    {
        lock (_lock)
            _isOpen = false;
        if (Current is { } current)
            await current.Result;
    }

    /// <summary>Carries a command out.</summary>
    /// <param name="command">Its name.</param>
    /// <param name="target">The resource, or one replica.</param>
    /// <param name="cancellationToken">Gives up what has not begun; a replica that is stopping finishes that.</param>
    internal async Task<ExecuteCommandResult> ExecuteAsync(string command, string target, CancellationToken cancellationToken)
    {
        if (!TryBegin(command, target, out var run, out var refusal))
            return CommandResults.Failure(refusal);
        using var given = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, set.Stopping);
        var result = await ResultOfAsync(command, target, run, given.Token);
        run.End(result);
        return result;
    }

    private bool TryBegin(string command, string target, out CommandRun run, out string refusal)
    {
        lock (_lock)
        {
            var name = set.Resource.Name;
            run = new(command, target, tools.Logs.GetLogger(target), tools.Clock);
            refusal = !_isOpen ? $"{name} does not run yet, or not any more."
                : _current is { Result.IsCompleted: false } other ? $"{other.Description} is under way: wait for its end."
                : "";
            if (refusal.Length != 0)
                return false;
            _current = run;
            return true;
        }
    }

    private async Task<ExecuteCommandResult> ResultOfAsync(string command, string target, CommandRun run, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            await CarryOutAsync(command, target, run, cancellationToken);
            return CommandResults.Success();
        }
        catch (OperationCanceledException)
        {
            return CommandResults.Canceled();
        }
        catch (Exception exception)
        {
            return CommandResults.Failure(exception);
        }
    }

    private async Task CarryOutAsync(string command, string target, CommandRun run, CancellationToken cancellationToken)
    {
        var isWhole = string.Equals(target, set.Resource.Name, StringComparison.OrdinalIgnoreCase);
        var replicas = isWhole ? set.Replicas : set.Replicas.FindAll(replica => string.Equals(replica.Id, target, StringComparison.OrdinalIgnoreCase));
        switch (command)
        {
            case RollingRestart when isWhole:
                await new RollingRestart(set, tools, run).RunAsync(cancellationToken);
                break;
            case RollingRestart:
                throw new DistributedApplicationException($"'{target}' is one replica: restart it, or have a rolling-restart of {set.Resource.Name}.");
            case KnownResourceCommands.StartCommand:
                await StartAsync(replicas, run, cancellationToken);
                break;
            case KnownResourceCommands.StopCommand:
                await StopAsync(replicas, run);
                break;
            default:
                await StopAsync(replicas, run);
                await StartAsync(replicas, run, cancellationToken);
                break;
        }
    }

    private async Task StopAsync(IEnumerable<Replica> replicas, CommandRun run)
    {
        var plan = StopPlan.OfKubelet(set.Resource);
        await Task.WhenAll(replicas.Where(replica => !replica.HasEnded).Select(async replica =>
        {
            await replica.StopAsync(plan);
            run.Say($"{replica.Id} stopped");
        }));
    }

    private static Task StartAsync(IEnumerable<Replica> replicas, CommandRun run, CancellationToken cancellationToken) =>
        Task.WhenAll(replicas.Where(replica => replica.HasEnded).Select(async replica =>
        {
            await replica.StartAsync(cancellationToken);
            run.Say($"{replica.Id} started");
        }));
}
