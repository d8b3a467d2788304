namespace Spade.Hosting.Replicas;

/// <summary>Replaces every replica of a service like a Deployment with a surge of one: a spare starts and becomes ready, then an old
/// replica stops and becomes the next spare. The number of ready replicas never falls below the wanted number.</summary>
internal sealed class RollingRestart(ReplicaSet set, TimeProvider time)
{
    /// <summary>The command's name.</summary>
    internal const string Command = "rolling-restart";

    private int _isUnderWay;

    internal async Task<ExecuteCommandResult> RunAsync(ExecuteCommandContext context)
    {
        if (Interlocked.Exchange(ref _isUnderWay, 1) != 0)
            return CommandResults.Failure($"A rolling restart of {set.Service.Name} is under way.");
        try
        {
            return await ReplaceAllAsync(context);
        }
        finally
        {
            Volatile.Write(ref _isUnderWay, 0);
        }
    }

    private async Task<ExecuteCommandResult> ReplaceAllAsync(ExecuteCommandContext context)
    {
        var began = time.GetTimestamp();
        var commands = context.Services.GetRequiredService<ResourceCommandService>();
        var (old, _) = set.Split();
        foreach (var leaving in old)
        {
            var (running, idle) = set.Split();
            // A replica that crashed or was stopped by hand leaves more than one idle; the loop below starts the missing ones.
            if (running.Count <= set.Service.Wanted && await StartAsync(idle[0], commands, context) is { Success: false } failed)
                return failed;
            if (!leaving.IsRunning)
                continue;
            set.Leave(leaving.Resource);
            var stopped = await commands.ExecuteCommandAsync(leaving.Id!, KnownResourceCommands.StopCommand, context.CancellationToken);
            if (!stopped.Success)
                return stopped;
            await set.KeepAsSpareAsync(leaving, context.Services.GetRequiredService<ResourceNotificationService>());
        }

        while (set.Split() is var (left, free) && left.Count < set.Service.Wanted)
        {
            if (await StartAsync(free[0], commands, context) is { Success: false } failed)
                return failed;
        }

        var seconds = time.GetElapsedTime(began).TotalSeconds;
        return CommandResults.Success(
            string.Create(CultureInfo.InvariantCulture, $"Replaced {old.Count} replicas of {set.Service.Name} in {seconds:0.0} s."));
    }

    private async Task<ExecuteCommandResult> StartAsync(Replica replica, ResourceCommandService commands, ExecuteCommandContext context)
    {
        if (context.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested)
            return CommandResults.Failure("The AppHost is stopping.");
        var started = await commands.ExecuteCommandAsync(replica.Id!, KnownResourceCommands.StartCommand, context.CancellationToken);
        if (!started.Success)
            return started;
        using var limit = new CancellationTokenSource(ReadinessProbe.StartLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.CancellationToken);
        try
        {
            await set.WaitAsync(() => replica.IsReady, either.Token);
            return CommandResults.Success();
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return CommandResults.Failure($"{replica.Name} is not ready after {ReadinessProbe.StartLimit.TotalSeconds} s "
                + $"({replica.Problem ?? "no reason is known"}), so the old replicas stay. Its log: aspire logs {replica.Name}");
        }
    }
}
