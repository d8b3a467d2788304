namespace Aspire.Hosting.ApplicationModel;

/// <summary>A health check that tells about the resource.</summary>
/// <param name="key">Name under which the check is registered.</param>
public sealed class HealthCheckAnnotation(string key) : IResourceAnnotation
{
    /// <summary>Name under which the check is registered.</summary>
    public string Key { get; } = key;
}
