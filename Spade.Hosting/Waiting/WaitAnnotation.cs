namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something that must have happened before a resource starts.</summary>
/// <param name="resource">The resource waited for.</param>
/// <param name="waitType">What must have happened to it.</param>
/// <param name="exitCode">The exit code that counts as completion.</param>
public sealed class WaitAnnotation(IResource resource, WaitType waitType, int exitCode = 0) : IResourceAnnotation
{
    /// <summary>The resource waited for.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>What must have happened to it.</summary>
    public WaitType WaitType { get; } = waitType;

    /// <summary>What to do when it can no longer happen; null for the default.</summary>
    public WaitBehavior? WaitBehavior { get; set; }

    /// <summary>The exit code that counts as completion.</summary>
    public int ExitCode { get; } = exitCode;
}
