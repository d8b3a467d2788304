using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Run.Replicas;

namespace Aspire.Hosting.Run.Terminal;

/// <summary>Finds what the names in requests mean.</summary>
internal sealed class TerminalNames(DistributedApplicationModel model, ReplicaSets sets, ResourceLoggerService logs)
{
    /// <summary>The resources that something can be asked about.</summary>
    internal IReadOnlyList<IResource> Resources { get; } = [.. model.Resources.Where(resource => resource is not ParameterResource)];

    /// <summary>The resource of that name, or whose instance, now or earlier, it is. Throws when there is none.</summary>
    internal IResource Find(string name) => Named(name) ?? Named(logs.OwnerOf(name)) ?? throw Unknown(name);

    /// <summary>The replicas of a resource; null when it has none.</summary>
    internal ReplicaSet? ReplicasOf(IResource resource) => sets.Of(resource);

    /// <summary>Whether a name is the resource's own, and not an instance's.</summary>
    internal static bool IsOwnName(IResource resource, string name) => string.Equals(resource.Name, name, StringComparison.OrdinalIgnoreCase);

    private IResource? Named(string name) => Resources.FirstOrDefault(resource => IsOwnName(resource, name));

    private DistributedApplicationException Unknown(string name)
    {
        var instances = Resources.SelectMany(resource => ReplicasOf(resource)?.Replicas.Select(replica => replica.Id) ?? []);
        return new($"There is no '{name}'. There are: {string.Join(", ", Resources.Select(resource => resource.Name).Concat(instances))}.");
    }
}
