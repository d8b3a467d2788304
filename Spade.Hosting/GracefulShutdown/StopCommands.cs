namespace Spade.Hosting.GracefulShutdown;

/// <summary>Commands of a resource with a shutdown budget.</summary>
internal static class StopCommands
{
    /// <summary>Replaces the orchestrator's start, stop and restart; names, icons and enabled states stay the same.</summary>
    internal static void Replace(IResource resource, GracefulStops stops)
    {
        if (Find(resource, KnownResourceCommands.StartCommand) is not { } start)
            return;
        Replace(resource, KnownResourceCommands.StartCommand, StartAsync);
        Replace(resource, KnownResourceCommands.StopCommand, async context =>
        {
            await StopAsync(context);
            return CommandResults.Success();
        });
        Replace(resource, KnownResourceCommands.RestartCommand, async context =>
        {
            await StopAsync(context);
            return await StartAsync(context);
        });

        // Not cancellable: the signal cannot be taken back.
        Task StopAsync(ExecuteCommandContext context) => stops.StopAsync(resource, context.ResourceName, UnixSignal.SIGTERM, preStop: true);

        // A process started while the AppHost is stopping would get work and then be killed in the middle of it.
        Task<ExecuteCommandResult> StartAsync(ExecuteCommandContext context) =>
            stops.IsStoppingAll ? Task.FromResult(CommandResults.Failure("The AppHost is stopping.")) : start.ExecuteCommand(context);
    }

    private static void Replace(IResource resource, string name, Func<ExecuteCommandContext, Task<ExecuteCommandResult>> execute)
    {
        if (Find(resource, name) is not { } command)
            return;
        resource.Annotations.Remove(command);
        resource.Annotations.Add(new ResourceCommandAnnotation(
            name, command.DisplayName, command.UpdateState, execute, command.DisplayDescription, parameter: null,
            command.ConfirmationMessage, command.IconName, command.IconVariant, command.IsHighlighted));
    }

    private static ResourceCommandAnnotation? Find(IResource resource, string name) =>
        resource.Annotations.OfType<ResourceCommandAnnotation>().LastOrDefault(command => command.Name == name);
}
