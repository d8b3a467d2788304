namespace Spade.Hosting.GracefulShutdown;

/// <summary>The commands of a resource that has a budget.</summary>
internal static class StopCommands
{
    /// <summary>Replaces the orchestrator's commands. Their looks, and when they may be used, stay the same.</summary>
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

        // To the end, whoever asked for it: a stop that has begun cannot be taken back.
        Task StopAsync(ExecuteCommandContext context) => stops.StopAsync(resource, context.ResourceName, UnixSignal.SIGTERM, preStop: true);

        // A process that starts while the AppHost ends would be killed in the middle of what it takes on.
        Task<ExecuteCommandResult> StartAsync(ExecuteCommandContext context) =>
            stops.AreAll ? Task.FromResult(CommandResults.Failure("The AppHost is stopping.")) : start.ExecuteCommand(context);
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
