namespace Spade.AppHost.Operations;

/// <summary>What the dashboard offers for the API.</summary>
internal static class DashboardExtensions
{
    private const string Http = "http", Queue = "documents";

    /// <summary>Links to what people look at.</summary>
    internal static IResourceBuilder<IResourceWithServiceDiscovery> WithDocumentUrls(
        this IResourceBuilder<IResourceWithServiceDiscovery> api) =>
        api.WithUrlForEndpoint(Http, url => (url.Url, url.DisplayText) = ("/documents", "documents"))
        .WithUrlForEndpoint(Http, _ => new ResourceUrlAnnotation { Url = "/openapi/v1.json", DisplayText = "openapi" })
        .WithUrlForEndpoint(Http, _ => new ResourceUrlAnnotation { Url = "/health/ready", DisplayText = "health" });

    /// <summary>Commands that hold the queue of documents and let it go on. What is uploaded meanwhile waits.</summary>
    internal static IResourceBuilder<IResourceWithServiceDiscovery> WithQueueCommands(
        this IResourceBuilder<IResourceWithServiceDiscovery> api) =>
        api.WithQueueCommand("pause", "Pause queue", "Pause", "Documents that are uploaded wait; pages in work are finished.")
        .WithQueueCommand("resume", "Resume queue", "Play", "Workers take documents again.");

    private static IResourceBuilder<IResourceWithServiceDiscovery> WithQueueCommand(
        this IResourceBuilder<IResourceWithServiceDiscovery> api, string verb, string displayName, string icon, string description) =>
        api.WithHttpCommand(
            $"/queues/{Queue}/{verb}", displayName, Http, $"{verb}-queue",
            new HttpCommandOptions { Description = description, IconName = icon });
}
