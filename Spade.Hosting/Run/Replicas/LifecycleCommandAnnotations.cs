using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Run.Replicas;

/// <summary>Makes the commands of replica sets commands like any other.</summary>
internal static class LifecycleCommandAnnotations
{
    internal static void AddTo(IResource resource)
    {
        Add(resource, KnownResourceCommands.StartCommand, "Start", "Starts the replicas that do not run.");
        Add(resource, KnownResourceCommands.StopCommand, "Stop", "Stops the replicas side by side, as the kubelet does.");
        Add(resource, KnownResourceCommands.RestartCommand, "Restart", "Stops the replicas, then starts them.");
        Add(resource, LifecycleCommands.RollingRestart, "Rolling restart", "Replaces one replica after the other, each only when its successor is ready.");
    }

    /// <summary>A command of the same name that the AppHost has added itself stays.</summary>
    private static void Add(IResource resource, string name, string displayName, string description)
    {
        if (resource.Annotations.OfType<ResourceCommandAnnotation>().Any(command => command.Name == name))
            return;
        resource.Annotations.Add(new ResourceCommandAnnotation(
            name, displayName, _ => ResourceCommandState.Enabled, context => ExecuteAsync(resource, name, context), description, null, null, null, null, false)
        {
            IsForAllReplicas = true,
        });
    }

    private static Task<ExecuteCommandResult> ExecuteAsync(IResource resource, string name, ExecuteCommandContext context) =>
        context.ServiceProvider.GetRequiredService<ReplicaSets>().Of(resource)!.Commands.ExecuteAsync(name, context.ResourceName, context.CancellationToken);
}
