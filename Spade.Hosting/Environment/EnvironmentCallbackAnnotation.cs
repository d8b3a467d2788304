namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something that adds to the environment of a process.</summary>
/// <param name="callback">Called each time the process is about to start.</param>
public sealed class EnvironmentCallbackAnnotation(Func<EnvironmentCallbackContext, Task> callback) : IResourceAnnotation
{
    /// <summary>Called each time the process is about to start.</summary>
    public Func<EnvironmentCallbackContext, Task> Callback { get; } = callback;
}
