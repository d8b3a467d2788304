using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Run.Replicas;

/// <summary>The replica sets of this run.</summary>
internal sealed class ReplicaSets
{
    private readonly List<ReplicaSet> _sets = [];

    /// <summary>Called before anything starts; from then on nothing is added.</summary>
    internal void Add(ReplicaSet set)
    {
        LifecycleCommandAnnotations.AddTo(set.Resource);
        _sets.Add(set);
    }

    /// <summary>The replica set of a resource.</summary>
    internal ReplicaSet? Of(IResource resource) => _sets.Find(set => ReferenceEquals(set.Resource, resource));

    /// <summary>The replica set that has a replica of this name now.</summary>
    internal ReplicaSet? WithReplica(string id) =>
        _sets.Find(set => set.Replicas.Exists(replica => string.Equals(replica.Id, id, StringComparison.OrdinalIgnoreCase)));
}
