using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Shows an address with the resource.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="url">The address; one that begins with a slash follows each endpoint's.</param>
    /// <param name="displayText">Text in place of the address.</param>
    public static IResourceBuilder<T> WithUrl<T>(this IResourceBuilder<T> builder, string url, string? displayText = null) where T : IResource =>
        builder.WithUrls(context => AddUrl(context, url, displayText));

    /// <summary>Shows an address with the resource that is filled in when the application runs.</summary>
    public static IResourceBuilder<T> WithUrl<T>(this IResourceBuilder<T> builder, ReferenceExpression url, string? displayText = null)
        where T : IResource => builder.WithUrls(async context =>
        {
            if (await url.GetValueAsync(context.CancellationToken) is { } value)
                AddUrl(context, value, displayText);
        });

    /// <summary>Shows an address with the resource that is filled in when the application runs.</summary>
    public static IResourceBuilder<T> WithUrl<T>(
        this IResourceBuilder<T> builder, in ReferenceExpression.ExpressionInterpolatedStringHandler url, string? displayText = null)
        where T : IResource => builder.WithUrl(ReferenceExpression.Create(url), displayText);

    /// <summary>Changes how the addresses of an endpoint are shown.</summary>
    public static IResourceBuilder<T> WithUrlForEndpoint<T>(this IResourceBuilder<T> builder, string endpointName, Action<ResourceUrlAnnotation> callback)
        where T : IResource => builder.WithUrls(context =>
        {
            foreach (var url in context.Urls.Where(url => string.Equals(url.Endpoint?.EndpointName, endpointName, StringComparison.OrdinalIgnoreCase)))
                callback(url);
        });

    /// <summary>Shows one more address of an endpoint; nothing when the resource has no such endpoint.</summary>
    public static IResourceBuilder<T> WithUrlForEndpoint<T>(
        this IResourceBuilder<T> builder, string endpointName, Func<EndpointReference, ResourceUrlAnnotation> callback)
        where T : IResourceWithEndpoints => builder.WithUrls(context =>
        {
            if (context.GetEndpoint(endpointName) is not { } endpoint)
                return;
            var url = callback(endpoint);
            context.Urls.Add(new()
            {
                Url = url.Url, DisplayText = url.DisplayText, DisplayOrder = url.DisplayOrder, DisplayLocation = url.DisplayLocation, Endpoint = endpoint,
            });
        });

    /// <summary>Changes the addresses that are shown with the resource.</summary>
    public static IResourceBuilder<T> WithUrls<T>(this IResourceBuilder<T> builder, Action<ResourceUrlsCallbackContext> callback) where T : IResource =>
        builder.WithUrls(context =>
        {
            callback(context);
            return Task.CompletedTask;
        });

    /// <summary>Changes the addresses that are shown with the resource.</summary>
    public static IResourceBuilder<T> WithUrls<T>(this IResourceBuilder<T> builder, Func<ResourceUrlsCallbackContext, Task> callback)
        where T : IResource => builder.WithAnnotation(new ResourceUrlsCallbackAnnotation(callback));

    private static void AddUrl(ResourceUrlsCallbackContext context, string url, string? displayText)
    {
        if (!url.StartsWith('/'))
        {
            context.Urls.Add(new() { Url = url, DisplayText = displayText });
            return;
        }

        var endpoints = context.Urls.Select(known => known.Endpoint).OfType<EndpointReference>().Where(endpoint => endpoint.Scheme is "http" or "https").Distinct().ToList();
        context.Urls.AddRange(endpoints.Select(endpoint => new ResourceUrlAnnotation { Url = url, DisplayText = displayText, Endpoint = endpoint }));
    }
}
