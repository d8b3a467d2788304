namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something that changes the addresses that people see of a resource.</summary>
/// <param name="callback">Called when the endpoints have their addresses.</param>
public sealed class ResourceUrlsCallbackAnnotation(Func<ResourceUrlsCallbackContext, Task> callback) : IResourceAnnotation
{
    /// <summary>Called when the endpoints have their addresses.</summary>
    public Func<ResourceUrlsCallbackContext, Task> Callback { get; } = callback;
}
