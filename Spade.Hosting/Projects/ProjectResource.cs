namespace Aspire.Hosting.ApplicationModel;

/// <summary>A .NET project that runs as a process.</summary>
/// <param name="name">Name.</param>
#pragma warning disable ASPIREPROBES001 // Whoever sets a probe opts in; carrying the marker is no use of it.
public class ProjectResource(string name)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport, IResourceWithProbes, IComputeResource;
#pragma warning restore ASPIREPROBES001
