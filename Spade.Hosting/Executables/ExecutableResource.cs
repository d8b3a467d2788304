namespace Aspire.Hosting.ApplicationModel;

/// <summary>A program that runs as a process.</summary>
/// <param name="name">Name.</param>
/// <param name="command">Program: a path, or a name that PATH finds.</param>
/// <param name="workingDirectory">Folder that it runs in.</param>
#pragma warning disable ASPIREPROBES001 // Whoever sets a probe opts in; carrying the marker is no use of it.
public class ExecutableResource(string name, string command, string workingDirectory)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport, IResourceWithProbes, IComputeResource
#pragma warning restore ASPIREPROBES001
{
    /// <summary>Program: a path, or a name that PATH finds.</summary>
    public string Command { get; } = command;

    /// <summary>Folder that it runs in.</summary>
    public string WorkingDirectory { get; } = workingDirectory;
}
