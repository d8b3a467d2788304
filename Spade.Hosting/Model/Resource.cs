using System.Diagnostics;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Base of every resource.</summary>
/// <param name="name">See <see cref="IResource.Name"/>; checked when the resource is added to an application.</param>
[DebuggerDisplay("{GetType().Name,nq} {Name,nq}")]
public abstract class Resource(string name) : IResource
{
    /// <inheritdoc/>
    public virtual string Name { get; } = name;

    /// <inheritdoc/>
    public virtual ResourceAnnotationCollection Annotations { get; } = [];
}
