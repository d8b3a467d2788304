namespace Aspire.Hosting.ApplicationModel;

/// <summary>A container.</summary>
/// <param name="name">Name.</param>
/// <param name="entrypoint">Program in place of the image's own; null for that.</param>
#pragma warning disable ASPIREPROBES001 // Whoever sets a probe opts in; carrying the marker is no use of it.
public class ContainerResource(string name, string? entrypoint = null)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport, IResourceWithProbes, IComputeResource
#pragma warning restore ASPIREPROBES001
{
    /// <summary>Program in place of the image's own; null for that.</summary>
    public string? Entrypoint { get; set; } = entrypoint;
}
