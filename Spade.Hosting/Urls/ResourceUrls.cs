namespace Aspire.Hosting.ApplicationModel;

/// <summary>The addresses that people see of a resource.</summary>
internal static class ResourceUrls
{
    /// <summary>Puts them together, the first to be shown first. The endpoints must have their addresses.</summary>
    internal static async Task<IReadOnlyList<ResourceUrlAnnotation>> OfAsync(
        IResource resource, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
    {
        var endpoints = (resource as IResourceWithEndpoints)?.GetEndpoints() ?? [];
        var context = new ResourceUrlsCallbackContext(
            executionContext, resource, [.. endpoints.Select(endpoint => new ResourceUrlAnnotation { Url = endpoint.Url, Endpoint = endpoint })], cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<ResourceUrlsCallbackAnnotation>())
            await annotation.Callback(context);
        foreach (var url in context.Urls.Where(url => url.Endpoint is not null))
            url.Url = new Uri(new Uri(url.Endpoint!.Url), url.Url).ToString();
        return [.. context.Urls.OrderByDescending(url => url.DisplayOrder ?? 0)];
    }
}
