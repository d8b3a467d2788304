namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something that adds to the container runtime's arguments for a container.</summary>
/// <param name="callback">Called each time the container is about to start.</param>
public sealed class ContainerRuntimeArgsCallbackAnnotation(Func<ContainerRuntimeArgsCallbackContext, Task> callback) : IResourceAnnotation
{
    /// <summary>Called each time the container is about to start.</summary>
    public Func<ContainerRuntimeArgsCallbackContext, Task> Callback { get; } = callback;
}
