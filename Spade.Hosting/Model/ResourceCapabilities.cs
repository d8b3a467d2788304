namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource whose process gets environment variables.</summary>
public interface IResourceWithEnvironment : IResource;

/// <summary>A resource whose process gets arguments.</summary>
public interface IResourceWithArgs : IResource;

/// <summary>A resource that can be reached over the network.</summary>
public interface IResourceWithEndpoints : IResource;

/// <summary>A resource whose start can wait for another.</summary>
public interface IResourceWithWaitSupport : IResource;

/// <summary>A resource that tells over HTTP how it is.</summary>
[System.Diagnostics.CodeAnalysis.Experimental("ASPIREPROBES001")]
public interface IResourceWithProbes : IResource;

/// <summary>A resource that runs code of ours.</summary>
public interface IComputeResource : IResource;

/// <summary>A resource that is part of another and lives with it.</summary>
/// <typeparam name="T">Type of the other.</typeparam>
public interface IResourceWithParent<out T> : IResourceWithParent where T : IResource
{
    /// <summary>The resource that this one is part of.</summary>
    new T Parent { get; }

    IResource IResourceWithParent.Parent => Parent;
}

/// <summary>A resource that is part of another and lives with it.</summary>
public interface IResourceWithParent : IResource
{
    /// <summary>The resource that this one is part of.</summary>
    IResource Parent { get; }
}
