using System.Globalization;
using Spade.Rehearsal.Machine;
using Spade.Rehearsal.Schedules;
using Spade.Rehearsal.Targets.Lives;

namespace Spade.Rehearsal.Targets.Local;

/// <summary>Does the steps of a schedule to a local system.</summary>
internal sealed class LocalSteps(ILocalSystem system, LifeBook lives, int seed, TimeProvider time)
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    private readonly DatabaseSteps _database = new(system, time);
    private readonly Random _random = new(seed);

    /// <summary>Does a step.</summary>
    /// <returns>The replicas or services that it concerned.</returns>
    internal async Task<string?> DoAsync(Step step, CancellationToken cancellationToken)
    {
        if (step.Of == StepObject.Database)
            await _database.DoAsync(step, cancellationToken);
        else if (step.Action == StepAction.Migrate)
            await system.MigrateAsync(step.Version, cancellationToken);
        else
            return string.Join(", ", await ServicesAsync(step, cancellationToken));
        return null;
    }

    private Task<string[]> ServicesAsync(Step step, CancellationToken cancellationToken) => step switch
    {
        { Action: StepAction.RollingRestart } => EachAsync(step, service => RollAsync(service, null, cancellationToken)),
        { Action: StepAction.RollOut } => EachAsync(step, service => RollAsync(service, step.Version, cancellationToken)),
        { Action: StepAction.Stop } => EachAsync(step, service => StopAsync(service, step.For, cancellationToken)),
        { Action: StepAction.Scale } => EachAsync(step, service => ScaleAsync(service, step.To, cancellationToken)),
        { Action: StepAction.Kill } => EachAsync(step, service => KillAsync(service, step.For, cancellationToken)),
        { Action: StepAction.Freeze } => EachAsync(step, service => FreezeAsync(service, step.For, cancellationToken)),
        _ => throw new TargetException($"The local system has no step '{step}'."),
    };

    private static Task<string[]> EachAsync(Step step, Func<string, Task<string>> action) =>
        Task.WhenAll(ServiceNames.Of(step).Select(action));

    private async Task<string> RollAsync(string service, StepVersion? version, CancellationToken cancellationToken)
    {
        await system.RollAsync(service, version, cancellationToken);
        return service;
    }

    private async Task<string> StopAsync(string service, TimeSpan away, CancellationToken cancellationToken)
    {
        var life = Choose(service);
        await system.StopReplicaAsync(life.Replica, cancellationToken);
        await Task.Delay(away, time, cancellationToken);
        await system.StartReplicaAsync(life.Replica, cancellationToken);
        return life.Replica;
    }

    private async Task<string> ScaleAsync(string service, int wanted, CancellationToken cancellationToken)
    {
        while (lives.Running(service) is { } running && running.Count != wanted)
        {
            if (running.Count > wanted)
                await system.StopReplicaAsync(running[^1].Replica, cancellationToken);
            else if (system.IdleReplica(service) is { } idle)
                await system.StartReplicaAsync(idle, cancellationToken);
            else
                throw new TargetException(string.Create(CultureInfo.InvariantCulture,
                    $"{service} has {running.Count} replicas and no more."));
        }

        return service;
    }

    private async Task<string> KillAsync(string service, TimeSpan away, CancellationToken cancellationToken)
    {
        var life = Choose(service);
        life.Signal(nameof(UnixSignal.SIGKILL));
        UnixSignals.Send(life.ProcessId, UnixSignal.SIGKILL);
        await life.Ended.WaitAsync(EndLimit, time, cancellationToken);
        await Task.Delay(away, time, cancellationToken);
        await system.StartReplicaAsync(life.Replica, cancellationToken);
        return life.Replica;
    }

    private async Task<string> FreezeAsync(string service, TimeSpan duration, CancellationToken cancellationToken)
    {
        var life = Choose(service);
        // Its child processes freeze with it, as on a machine that is suspended: Tesseract must not go on and write.
        int[] processes = [life.ProcessId, .. ProcessFacts.ChildrenOf(life.ProcessId)];
        SendAll(processes, UnixSignal.SIGSTOP);
        try
        {
            await Task.Delay(duration, time, cancellationToken);
        }
        finally
        {
            SendAll(processes, UnixSignal.SIGCONT);
        }

        return life.Replica;
    }

    private static void SendAll(int[] processes, UnixSignal signal) =>
        Array.ForEach(processes, process => UnixSignals.Send(process, signal));

    private ReplicaLife Choose(string service)
    {
        var running = lives.Running(service);
        return running.Count > 0 ? running[_random.Next(running.Count)] : throw new TargetException($"No replica of {service} runs.");
    }
}
