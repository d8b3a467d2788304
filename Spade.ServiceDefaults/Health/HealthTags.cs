namespace Spade.ServiceDefaults.Health;

/// <summary>Tags that decide what a health check affects. A check without a tag is treated as <see cref="Ready"/>.</summary>
public static class HealthTags
{
    /// <summary>The service becomes ready only after this check has been healthy once. Without the tag <see cref="Ready"/> the check does
    /// not run again after that.</summary>
    public const string Startup = "startup";

    /// <summary>When this check fails after the start, the service becomes <c>degraded</c>, which still answers 200. A failing database
    /// would otherwise take every replica out of rotation, and clients would get refused connections instead of 503 answers.</summary>
    public const string Ready = "ready";
}
