using Spade.Documents.Keys;

namespace Spade.Api.Access;

/// <summary>The scope that a caller of an endpoint needs; part of the endpoint's metadata. The last one counts, so that a route may ask
/// for another than its group.</summary>
/// <param name="Scope">One of <see cref="KeyScopes"/>; null when anyone may call it.</param>
internal sealed record RequiredScope(string? Scope)
{
    /// <summary>Anyone may call it, without a key.</summary>
    public static RequiredScope None { get; } = new((string?)null);
}

/// <summary>Says on an endpoint's mapping who may call it.</summary>
internal static class RequiredScopeExtensions
{
    /// <summary>The caller needs this scope; without it the answer is 401 or 403.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder endpoint, string scope) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new RequiredScope(scope))
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);

    /// <summary>Anyone may call it, without a key.</summary>
    public static TBuilder AllowAnyone<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(RequiredScope.None);

    /// <summary>What the endpoint of this request asks of its caller; null for a route that says nothing, and for no route.</summary>
    public static RequiredScope? GetRequiredScope(this HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<RequiredScope>();
}
