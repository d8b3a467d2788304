namespace Spade.Hosting.Replicas;

/// <summary>A service of several replicas in a run on this machine. They are resources of their own; this is the name that others know
/// them by, and, with a port, the address.</summary>
/// <param name="name">Name of the service; the replicas are called <c>name-1</c>, <c>name-2</c>, …</param>
/// <param name="wanted">How many are to run.</param>
public sealed class ReplicatedResource(string name, int wanted) : Resource(name), IResourceWithServiceDiscovery
{
    private readonly List<ProjectResource> _replicas = [];

    /// <summary>How many replicas are to run.</summary>
    public int Wanted { get; } = wanted;

    /// <summary>Every replica: as many as are wanted, and the spare that a rolling restart begins with.</summary>
    public IReadOnlyList<ProjectResource> Replicas => _replicas;

    internal void Add(ProjectResource replica) => _replicas.Add(replica);
}
