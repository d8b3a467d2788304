namespace Spade.Hosting.Replicas;

/// <summary>A service with several replicas in a local run. Each replica is a resource of its own; this resource is the name that other
/// resources refer to and, with a port, the address.</summary>
/// <param name="name">Name of the service; the replicas are named <c>name-1</c>, <c>name-2</c>, …</param>
/// <param name="wanted">Number of replicas that should run.</param>
public sealed class ReplicatedResource(string name, int wanted) : Resource(name), IResourceWithServiceDiscovery
{
    private readonly List<ProjectResource> _replicas = [];

    /// <summary>Number of replicas that should run.</summary>
    public int Wanted { get; } = wanted;

    /// <summary>All replicas: <see cref="Wanted"/> and the spare that a rolling restart starts first.</summary>
    public IReadOnlyList<ProjectResource> Replicas => _replicas;

    internal void Add(ProjectResource replica) => _replicas.Add(replica);
}
