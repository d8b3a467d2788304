namespace Aspire.Hosting.ApplicationModel;

/// <summary>How many processes of a resource there are.</summary>
/// <param name="replicas">Their number. Default 1.</param>
public sealed class ReplicaAnnotation(int replicas = 1) : IResourceAnnotation
{
    /// <summary>Their number.</summary>
    public int Replicas { get; } = replicas;
}
