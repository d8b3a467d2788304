namespace Aspire.Hosting.ApplicationModel;

/// <summary>How one resource has to do with another, for people who look at both.</summary>
/// <param name="resource">The other resource.</param>
/// <param name="type">Kind: <c>Parent</c>, <c>Reference</c>, or one of the AppHost's own.</param>
public sealed class ResourceRelationshipAnnotation(IResource resource, string type) : IResourceAnnotation
{
    /// <summary>The other resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>Kind: <c>Parent</c>, <c>Reference</c>, or one of the AppHost's own.</summary>
    public string Type { get; } = type;
}
