namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something that adds to the arguments of a process.</summary>
/// <param name="callback">Called each time the process is about to start.</param>
public sealed class CommandLineArgsCallbackAnnotation(Func<CommandLineArgsCallbackContext, Task> callback) : IResourceAnnotation
{
    /// <summary>Called each time the process is about to start.</summary>
    public Func<CommandLineArgsCallbackContext, Task> Callback { get; } = callback;
}
