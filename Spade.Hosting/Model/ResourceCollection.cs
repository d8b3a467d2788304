using System.Collections.ObjectModel;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The ordinary <see cref="IResourceCollection"/>.</summary>
public sealed class ResourceCollection : Collection<IResource>, IResourceCollection
{
    /// <summary>Refuses a name that is taken: case does not tell resources apart.</summary>
    protected override void InsertItem(int index, IResource item)
    {
        if (this.FirstOrDefault(other => string.Equals(other.Name, item.Name, StringComparison.OrdinalIgnoreCase)) is { } other)
            throw new DistributedApplicationException($"There are two resources named '{item.Name}' (one added as '{other.Name}'): rename one of them.");
        base.InsertItem(index, item);
    }
}
