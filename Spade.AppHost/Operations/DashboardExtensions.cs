namespace Spade.AppHost.Operations;

/// <summary>Links and commands of the API in the dashboard.</summary>
internal static class DashboardExtensions
{
    private const string Http = "http", Queue = "documents";

    /// <summary>Adds links to the page, the documents, the OpenAPI document and the health endpoint.</summary>
    internal static IResourceBuilder<IResourceWithServiceDiscovery> WithDocumentUrls(
        this IResourceBuilder<IResourceWithServiceDiscovery> api) => api
        .WithUrlForEndpoint(Http, url => (url.Url, url.DisplayText) = ("/", "page"))
        .WithUrlForEndpoint(Http, _ => new ResourceUrlAnnotation { Url = "/documents", DisplayText = "documents" })
        .WithUrlForEndpoint(Http, _ => new ResourceUrlAnnotation { Url = "/openapi/v1.json", DisplayText = "openapi" })
        .WithUrlForEndpoint(Http, _ => new ResourceUrlAnnotation { Url = "/health/ready", DisplayText = "health" });

    /// <summary>Adds commands that pause and resume the queue of documents. Once there are keys they need <c>Api:Key</c>, an
    /// administrator's, in the AppHost's user secrets.</summary>
    internal static IResourceBuilder<IResourceWithServiceDiscovery> WithQueueCommands(
        this IResourceBuilder<IResourceWithServiceDiscovery> api) => api
        .WithQueueCommand("pause", "Pause queue", "Pause", "New documents wait; workers finish those they have started.")
        .WithQueueCommand("resume", "Resume queue", "Play", "Workers start documents again.");

    private static IResourceBuilder<IResourceWithServiceDiscovery> WithQueueCommand(
        this IResourceBuilder<IResourceWithServiceDiscovery> api, string verb, string displayName, string icon, string description) =>
        api.WithHttpCommand(
            $"/queues/{Queue}/{verb}",
            displayName,
            Http,
            $"{verb}-queue",
            new HttpCommandOptions
            {
                Description = description,
                IconName = icon,
                PrepareRequest = context =>
                {
                    if (api.ApplicationBuilder.Configuration["Api:Key"] is { Length: > 0 } key)
                        context.Request.Headers.Authorization = new("Bearer", key);
                    return Task.CompletedTask;
                },
            });
}
