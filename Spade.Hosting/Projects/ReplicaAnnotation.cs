namespace Aspire.Hosting.ApplicationModel;

/// <summary>How many processes of a resource run side by side.</summary>
/// <param name="replicas">How many, at least 1.</param>
public sealed class ReplicaAnnotation(int replicas = 1) : IResourceAnnotation
{
    /// <summary>How many, at least 1.</summary>
    public int Replicas { get; } = replicas;

    /// <summary>How many processes of a resource run; 1 when nothing is said.</summary>
    internal static int CountOf(IResource resource) => resource.TryGetLastAnnotation<ReplicaAnnotation>(out var annotation) ? annotation.Replicas : 1;
}
