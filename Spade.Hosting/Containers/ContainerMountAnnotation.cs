namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something mounted into a container.</summary>
public sealed class ContainerMountAnnotation : IResourceAnnotation
{
    /// <summary>Describes a mount.</summary>
    /// <param name="source">Absolute path for a bind mount, name for a volume; null for a volume without a name.</param>
    /// <param name="target">Absolute path in the container.</param>
    /// <param name="type">What is mounted.</param>
    /// <param name="isReadOnly">True when the container must not write there.</param>
    public ContainerMountAnnotation(string? source, string target, ContainerMountType type, bool isReadOnly)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        if (type == ContainerMountType.BindMount && (source is null || !Path.IsPathRooted(source)))
            throw new ArgumentException($"A bind mount needs an absolute path, not '{source}'.", nameof(source));
        if (source is null && isReadOnly)
            throw new ArgumentException("A volume without a name is empty: read-only, it is good for nothing. Name it, or let the container write.", nameof(isReadOnly));
        (Source, Target, Type, IsReadOnly) = (source, target, type, isReadOnly);
    }

    /// <summary>Absolute path for a bind mount, name for a volume; null for a volume without a name.</summary>
    public string? Source { get; }

    /// <summary>Absolute path in the container.</summary>
    public string Target { get; }

    /// <summary>What is mounted.</summary>
    public ContainerMountType Type { get; }

    /// <summary>True when the container must not write there.</summary>
    public bool IsReadOnly { get; }
}
