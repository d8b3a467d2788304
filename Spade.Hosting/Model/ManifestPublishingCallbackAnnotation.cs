namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a publisher does with the resource. The one thing that can be said here is: nothing.</summary>
public sealed class ManifestPublishingCallbackAnnotation : IResourceAnnotation
{
    private ManifestPublishingCallbackAnnotation()
    {
    }

    /// <summary>Publishers leave the resource out.</summary>
    public static ManifestPublishingCallbackAnnotation Ignore { get; } = new();
}
