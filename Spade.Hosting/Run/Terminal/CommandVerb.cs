using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Replicas;

namespace Aspire.Hosting.Run.Terminal;

/// <summary>Starts, stops, restarts a resource or one replica. A whole resource restarts one replica after the other, as
/// <c>kubectl rollout restart</c> does it, unless it cannot have two processes at a time.</summary>
internal sealed class CommandVerb(TerminalNames names, ResourceCommandService commands) : ITerminalVerb
{
    public bool Answers(TerminalRequest request) => request.IsCommand;

    public async Task<int> RunAsync(TerminalRequest request, TerminalOutput output, CancellationToken cancellationToken)
    {
        var name = request.Name!;
        var resource = names.Find(name);
        var set = names.ReplicasOf(resource);
        var command = request.Verb;
        if (command == TerminalVerbs.Restart && set is not null && TerminalNames.IsOwnName(resource, name))
            command = await RestartOfAsync(resource, output, cancellationToken);
        var earlier = set?.Commands.Current;
        // Not with this terminal's token: the work goes on when its owner stops watching.
        var executing = commands.ExecuteCommandAsync(name, command, CancellationToken.None);
        if (set?.Commands.Current is { } run && run != earlier)
            await CommandSteps.FollowAsync(run, output, cancellationToken);
        var result = await executing.WaitAsync(cancellationToken);
        if (result.Success)
            await output.WriteLineAsync($"{name}: {command} done", cancellationToken);
        else
            await output.WriteErrorAsync($"{name}: {command} failed: {result.ErrorMessage}", cancellationToken);
        return result.Success ? 0 : 1;
    }

    private static async Task<string> RestartOfAsync(IResource resource, TerminalOutput output, CancellationToken cancellationToken)
    {
        if (RollingRestart.Obstacle(resource) is not { } obstacle)
            return LifecycleCommands.RollingRestart;
        await output.WriteLineAsync($"{resource.Name}: it is stopped and then started, without a successor in between, because {obstacle}", cancellationToken);
        return KnownResourceCommands.RestartCommand;
    }
}
