using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    private const string ParentRelationship = "Parent";
    private const string ReferenceRelationship = "Reference";

    /// <summary>Says how the resource has to do with another. Nothing follows from it for how they run.</summary>
    public static IResourceBuilder<T> WithRelationship<T>(this IResourceBuilder<T> builder, IResource resource, string type) where T : IResource =>
        builder.WithAnnotation(new ResourceRelationshipAnnotation(resource, type));

    /// <summary>Says how the resource has to do with another. Nothing follows from it for how they run.</summary>
    public static IResourceBuilder<T> WithRelationship<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> resourceBuilder, string type)
        where T : IResource => builder.WithRelationship(resourceBuilder.Resource, type);

    /// <summary>Shows the resource below another. Nothing follows from it for how they run.</summary>
    public static IResourceBuilder<T> WithParentRelationship<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> parent)
        where T : IResource => builder.WithParentRelationship(parent.Resource);

    /// <summary>Shows the resource below another. Nothing follows from it for how they run.</summary>
    public static IResourceBuilder<T> WithParentRelationship<T>(this IResourceBuilder<T> builder, IResource parent) where T : IResource
    {
        for (var ancestor = parent; ancestor is not null; ancestor = ParentOf(ancestor))
        {
            if (ReferenceEquals(ancestor, builder.Resource))
                throw new InvalidOperationException($"'{builder.Resource.Name}' cannot be shown below '{parent.Name}': that is shown below it.");
        }

        return builder.WithRelationship(parent, ParentRelationship);
    }

    /// <summary>Shows that the resource uses another; <c>WithReference</c> says so by itself.</summary>
    public static IResourceBuilder<T> WithReferenceRelationship<T>(this IResourceBuilder<T> builder, IResource resource) where T : IResource =>
        builder.WithRelationship(resource, ReferenceRelationship);

    /// <summary>Shows that the resource uses another; <c>WithReference</c> says so by itself.</summary>
    public static IResourceBuilder<T> WithReferenceRelationship<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> resourceBuilder)
        where T : IResource => builder.WithReferenceRelationship(resourceBuilder.Resource);

    private static IResource? ParentOf(IResource resource) => resource.Annotations.OfType<ResourceRelationshipAnnotation>()
        .FirstOrDefault(relationship => relationship.Type == ParentRelationship)?.Resource;
}
