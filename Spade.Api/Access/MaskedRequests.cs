using Microsoft.AspNetCore.Http.Features;
using Spade.Documents.Keys;

namespace Spade.Api.Access;

/// <summary>Removes the secrets of keys from the paths and queries of requests: a key belongs in <c>Authorization</c>, and an address is
/// in logs, traces and answers.</summary>
/// <remarks>Not a middleware, because the framework takes the path for its span and its log scope before the first of them.</remarks>
internal sealed class MaskedRequests(IServiceProvider services) : IHttpContextFactory
{
    private readonly DefaultHttpContextFactory _factory = new(services);

    public HttpContext Create(IFeatureCollection featureCollection)
    {
        var request = featureCollection.GetRequiredFeature<IHttpRequestFeature>();
        request.Path = KeyText.Mask(request.Path);
        request.QueryString = KeyText.Mask(request.QueryString);
        return _factory.Create(featureCollection);
    }

    public void Dispose(HttpContext httpContext) => _factory.Dispose(httpContext);
}
