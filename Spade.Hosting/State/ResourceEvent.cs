namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource and what can be told about it at one moment.</summary>
/// <param name="resource">The resource.</param>
/// <param name="resourceId">Which of its instances; the resource's name for all of them together.</param>
/// <param name="snapshot">What can be told.</param>
public sealed class ResourceEvent(IResource resource, string resourceId, CustomResourceSnapshot snapshot)
{
    /// <summary>The resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>Which of its instances; the resource's name for all of them together.</summary>
    public string ResourceId { get; } = resourceId;

    /// <summary>What can be told.</summary>
    public CustomResourceSnapshot Snapshot { get; } = snapshot;
}
