using Aspire.Hosting.Run.Replicas;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Carries out the commands of resources.</summary>
public sealed class ResourceCommandService
{
    private readonly DistributedApplicationModel _model;
    private readonly ReplicaSets _sets;
    private readonly ResourceNotificationService _notifications;
    private readonly IServiceProvider _services;

    internal ResourceCommandService(DistributedApplicationModel model, ReplicaSets sets, ResourceNotificationService notifications, IServiceProvider services) =>
        (_model, _sets, _notifications, _services) = (model, sets, notifications, services);

    /// <summary>Carries out a command for a resource, all its instances together.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="commandName">Name of the command.</param>
    /// <param name="cancellationToken">Gives up what has not begun: a process that is stopping is not left half stopped.</param>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(IResource resource, string commandName, CancellationToken cancellationToken = default) =>
        ExecuteAsync(resource, resource.Name, commandName, cancellationToken);

    /// <summary>Carries out a command for a resource, or for one instance of it.</summary>
    /// <param name="resourceId">Name of the resource or of the instance.</param>
    /// <param name="commandName">Name of the command.</param>
    /// <param name="cancellationToken">Gives up what has not begun: a process that is stopping is not left half stopped.</param>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken cancellationToken = default)
    {
        var resource = Find(resourceId) ?? _sets.WithReplica(resourceId)?.Resource;
        return resource is null
            ? Task.FromResult(CommandResults.Failure($"There is no resource '{resourceId}'. There are: {string.Join(", ", _model.Resources.Select(each => each.Name))}."))
            : ExecuteAsync(resource, resourceId, commandName, cancellationToken);
    }

    private IResource? Find(string name) => _model.Resources.FirstOrDefault(resource => string.Equals(resource.Name, name, StringComparison.OrdinalIgnoreCase));

    private async Task<ExecuteCommandResult> ExecuteAsync(IResource resource, string id, string commandName, CancellationToken cancellationToken)
    {
        if (resource.Annotations.OfType<ResourceCommandAnnotation>().FirstOrDefault(each => each.Name == commandName) is not { } command)
            return CommandResults.Failure(Unknown(resource, commandName));
        if (!CanBeGiven(command, id))
            return CommandResults.Failure($"'{commandName}' cannot be given to {id} now.");
        var results = await Task.WhenAll(TargetsOf(resource, id, command).Select(target => ExecuteAsync(command, target, cancellationToken)));
        return results.FirstOrDefault(result => !result.Success) ?? CommandResults.Success();
    }

    private bool CanBeGiven(ResourceCommandAnnotation command, string id) => !_notifications.TryGetCurrentState(id, out var current)
        || command.UpdateState(new() { ResourceSnapshot = current.Snapshot, ServiceProvider = _services }) == ResourceCommandState.Enabled;

    private IEnumerable<string> TargetsOf(IResource resource, string id, ResourceCommandAnnotation command) =>
        !command.IsForAllReplicas && string.Equals(id, resource.Name, StringComparison.OrdinalIgnoreCase) && _sets.Of(resource) is { Replicas: { IsEmpty: false } replicas }
            ? replicas.Select(replica => replica.Id)
            : [id];

    private async Task<ExecuteCommandResult> ExecuteAsync(ResourceCommandAnnotation command, string target, CancellationToken cancellationToken)
    {
        try
        {
            return await command.ExecuteCommand(new() { ServiceProvider = _services, ResourceName = target, CancellationToken = cancellationToken });
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return CommandResults.Canceled();
        }
        catch (Exception exception)
        {
            return CommandResults.Failure($"{command.Name} of {target}: {exception.Message}");
        }
    }

    private static string Unknown(IResource resource, string name)
    {
        var known = resource.Annotations.OfType<ResourceCommandAnnotation>().Select(command => command.Name).ToList();
        return $"{resource.Name} has no command '{name}'. It has: {(known.Count == 0 ? "none" : string.Join(", ", known))}.";
    }
}
