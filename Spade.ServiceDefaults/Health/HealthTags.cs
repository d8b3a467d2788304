namespace Spade.ServiceDefaults.Health;

/// <summary>Tags that tell what a health check decides. A check with neither is treated as <see cref="Ready"/>.</summary>
public static class HealthTags
{
    /// <summary>The check must have been healthy once before the service is ready. Without <see cref="Ready"/> it is not asked again
    /// after that.</summary>
    public const string Startup = "startup";

    /// <summary>A check that fails once the service has been ready makes it <c>degraded</c>, which still answers 200: taking every
    /// replica out of rotation would turn honest 503 answers into refused connections.</summary>
    public const string Ready = "ready";
}
