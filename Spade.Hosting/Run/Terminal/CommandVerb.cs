using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Replicas;

namespace Aspire.Hosting.Run.Terminal;

/// <summary>Starts, stops, restarts a resource or one replica. A whole resource restarts one replica after the other, as
/// <c>kubectl rollout restart</c> does it.</summary>
internal sealed class CommandVerb(TerminalNames names, ResourceCommandService commands) : ITerminalVerb
{
    public bool Answers(TerminalRequest request) => request.IsCommand;

    public async Task<int> RunAsync(TerminalRequest request, TerminalOutput output, CancellationToken cancellationToken)
    {
        var name = request.Name!;
        var resource = names.Find(name);
        var command = request.Verb == TerminalVerbs.Restart && TerminalNames.IsOwnName(resource, name) ? LifecycleCommands.RollingRestart : request.Verb;
        var set = names.ReplicasOf(resource);
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
}
