namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something the application is made of: a name and what has been said about it. Inert; run mode brings it to life.</summary>
public interface IResource
{
    /// <summary>Unique in the application, whatever the case.</summary>
    string Name { get; }

    /// <summary>What has been said about the resource, in the order in which it was said.</summary>
    ResourceAnnotationCollection Annotations { get; }
}
